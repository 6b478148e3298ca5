package dev.skiff.expr;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a DAG task may start: {@code depends} or the older {@code dependencies} (DAG-01 to DAG-05). Task names keep their
 * hyphens, so names that differ only in {@code -} and {@code _} do not collide here as they do in Argo.
 */
public final class DependsExpression {

    /** What may be asked of a dependency. */
    public enum TaskResult {
        SUCCEEDED("Succeeded"),
        FAILED("Failed"),
        ERRORED("Errored"),
        SKIPPED("Skipped"),
        OMITTED("Omitted"),
        DAEMONED("Daemoned"),
        /** At least one element of a loop succeeded; only for loops (DAG-04). */
        ANY_SUCCEEDED("AnySucceeded"),
        /** All elements of a loop failed, and there is one; only for loops (DAG-04). */
        ALL_FAILED("AllFailed");

        private final String text;

        TaskResult(String text) {
            this.text = text;
        }

        /** As it is written in an expression. */
        public String text() {
            return text;
        }

        /** Asks about the elements of a loop, not about the task as a whole. */
        public boolean isAboutItems() {
            return this == ANY_SUCCEEDED || this == ALL_FAILED;
        }

        static @Nullable TaskResult of(String text) {
            return Stream.of(values())
                    .filter(result -> result.text.equals(text))
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * One mention of a task.
     *
     * @param result what is asked of it; null for a bare name, which means Succeeded, Skipped or Daemoned
     */
    public record Term(String task, @Nullable TaskResult result, Span span) {}

    /** The parsed logic. */
    sealed interface Node {
        record Ask(Term term) implements Node {}

        record Not(Node inner) implements Node {}

        record Infix(String symbol, Node left, Node right) implements Node {}
    }

    private final String source;
    private final @Nullable Node root;
    private final List<Term> terms;

    DependsExpression(String source, @Nullable Node root, List<Term> terms) {
        this.source = source;
        this.root = root;
        this.terms = List.copyOf(terms);
    }

    /**
     * Parses {@code depends}; the empty text is true for any results.
     *
     * @throws ExprException with the place; for an unknown result as in DAG-03
     */
    public static DependsExpression parse(String depends) throws ExprException {
        return DependsParser.parse(depends);
    }

    /**
     * What {@code dependencies} means (DAG-01, DAG-02).
     *
     * @param continueOnError whether the task of that name has continueOn.error
     * @param continueOnFailed whether the task of that name has continueOn.failed
     */
    public static DependsExpression ofDependencies(
            List<String> dependencies, Predicate<String> continueOnError, Predicate<String> continueOnFailed) {
        String source = dependencies.stream()
                .map(task -> expand(task, continueOnError.test(task), continueOnFailed.test(task)))
                .collect(Collectors.joining(" && "));
        try {
            return parse(source);
        } catch (ExprException e) {
            throw new IllegalArgumentException("dependencies " + dependencies + ": " + e.getMessage(), e);
        }
    }

    /** The text that a bare task name stands for. */
    static String expand(String task, boolean orErrored, boolean orFailed) {
        List<TaskResult> results =
                new ArrayList<>(List.of(TaskResult.SUCCEEDED, TaskResult.SKIPPED, TaskResult.DAEMONED));
        if (orErrored) {
            results.add(TaskResult.ERRORED);
        }
        if (orFailed) {
            results.add(TaskResult.FAILED);
        }
        return results.stream().map(result -> task + "." + result.text()).collect(Collectors.joining(" || ", "(", ")"));
    }

    /** The text, bare names not expanded. */
    public String source() {
        return source;
    }

    /** All mentions in the order of the text. */
    public List<Term> terms() {
        return terms;
    }

    /** The names of all tasks that must be fulfilled before {@link #evaluate} is asked (DAG-06). */
    public Set<String> tasks() {
        return terms.stream().map(Term::task).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** @param has whether a task has a result */
    public boolean evaluate(BiPredicate<String, TaskResult> has) {
        return root == null || evaluate(root, has);
    }

    private static boolean evaluate(Node node, BiPredicate<String, TaskResult> has) {
        return switch (node) {
            case Node.Ask(Term term) ->
                term.result() != null
                        ? has.test(term.task(), term.result())
                        : Stream.of(TaskResult.SUCCEEDED, TaskResult.SKIPPED, TaskResult.DAEMONED)
                                .anyMatch(result -> has.test(term.task(), result));
            case Node.Not(Node inner) -> !evaluate(inner, has);
            case Node.Infix infix ->
                switch (infix.symbol) {
                    case "&&" -> evaluate(infix.left, has) && evaluate(infix.right, has);
                    case "||" -> evaluate(infix.left, has) || evaluate(infix.right, has);
                    case "==" -> evaluate(infix.left, has) == evaluate(infix.right, has);
                    default -> evaluate(infix.left, has) != evaluate(infix.right, has);
                };
        };
    }
}
