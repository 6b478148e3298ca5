package dev.skiff.expr;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text with {@code {{tags}}}, parsed once and resolved many times. A tag ends at the first {@code }}} after it starts,
 * as in fasttemplate; so of {@code {{inputs.parameters.{{item}}}}} the inner tag is resolved first (SUBST-05). Immutable.
 */
public final class TemplateText {

    /** How a tag is resolved. */
    public enum TagKind {
        /** {@code {{name}}}: the variable of that name. */
        SIMPLE,
        /** {@code {{=expression}}}. */
        EXPRESSION
    }

    /**
     * One tag.
     *
     * @param source what stands between the braces, without the {@code =} of an expression; white space kept
     * @param name the variable of a simple tag, trimmed; empty for an expression
     * @param expr the parsed expression; null for a simple tag and for an expression that does not parse
     * @param offset where the opening braces are, UTF-16 units
     */
    public record Tag(
            TagKind kind,
            String source,
            String name,
            @Nullable Expr expr,
            int offset) {

        /**
         * The variables that the tag reads. Spans count from the start of {@link #source}. Of a nested tag nothing is known
         * before its inner one has a value.
         */
        public List<Reference> references() {
            if (expr != null) {
                return Expressions.references(expr);
            }
            boolean isVariable = kind == TagKind.SIMPLE && !source.contains("{{");
            return isVariable ? List.of(new Reference(name, false, new Span(0, source.length()))) : List.of();
        }
    }

    /** Something that will make {@link #resolve} fail in any scope. */
    public record Problem(String message, int offset, int length) {}

    /** A tag with what resolving needs: its original text, and an opening inside it when it is nested. */
    record Part(
            Tag tag,
            String verbatim,
            @Nullable Nested nested,
            List<Reference> references,
            @Nullable String error) {}

    /** {@code prefix} and {@code inner} of {@code {{prefix{{inner}}}}}. */
    record Nested(String prefix, String inner) {}

    private final String text;
    private final String[] literals;
    private final List<Part> parts;
    private final List<Tag> tags;
    private final List<Problem> problems;
    private final @Nullable Problem unclosed;
    private final Resolution.@Nullable Done fixed;

    private TemplateText(
            String text, List<String> literals, List<Part> parts, List<Problem> problems, @Nullable Problem unclosed) {
        this.text = text;
        this.literals = literals.toArray(String[]::new);
        this.parts = List.copyOf(parts);
        this.tags = parts.stream().map(Part::tag).toList();
        this.problems = List.copyOf(problems);
        this.unclosed = unclosed;
        this.fixed = parts.isEmpty() && problems.isEmpty() ? new Resolution.Done(text, true) : null;
    }

    /** Never throws; what is wrong with the text is in {@link #problems()}. */
    public static TemplateText parse(String text) {
        if (!text.contains("{{")) {
            return new TemplateText(text, List.of(text), List.of(), List.of(), null);
        }
        List<String> literals = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Problem unclosed = null;
        int at = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", at)) {
            int close = text.indexOf("}}", open + 2);
            if (close < 0) {
                unclosed = new Problem(unclosed(text, open), open, 2);
                problems.add(unclosed);
                break;
            }
            literals.add(text.substring(at, open));
            Part part = part(text, open, close, problems);
            parts.add(part);
            at = close + 2;
        }
        literals.add(text.substring(at));
        return new TemplateText(text, literals, parts, problems, unclosed);
    }

    private static String unclosed(String text, int open) {
        String start = text.substring(open, Math.min(open + 40, text.length()));
        return "Cannot find end tag=\"}}\" in the template, starting from " + StringEscapes.quote(start)
                + "; close the tag with }}, or write a literal {{ as {{='{' + '{'}}";
    }

    private static Part part(String text, int open, int close, List<Problem> problems) {
        String inside = text.substring(open + 2, close);
        String verbatim = text.substring(open, close + 2);
        if (inside.startsWith("=")) {
            String source = inside.substring(1);
            try {
                Tag tag = new Tag(TagKind.EXPRESSION, source, "", Expressions.parse(source), open);
                return new Part(tag, verbatim, null, tag.references(), null);
            } catch (ExprException e) {
                String hint = text.startsWith("}", close + 2)
                        ? "\n(the tag ends at its first }}: put a space between braces)"
                        : "";
                String message = "failed to evaluate expression: " + e.render(source) + hint;
                problems.add(new Problem(message, open + 3 + e.offset(), Math.max(1, e.length())));
                return new Part(
                        new Tag(TagKind.EXPRESSION, source, "", null, open), verbatim, null, List.of(), message);
            }
        }
        int inner = inside.lastIndexOf("{{");
        Nested nested = inner < 0
                ? null
                : new Nested(
                        inside.substring(0, inner), inside.substring(inner + 2).strip());
        return new Part(new Tag(TagKind.SIMPLE, inside, inside.strip(), null, open), verbatim, nested, List.of(), null);
    }

    /** The text as it was given. */
    public String text() {
        return text;
    }

    /** No tags and nothing wrong: the text stands for itself. */
    public boolean isStatic() {
        return fixed != null;
    }

    public List<Tag> tags() {
        return tags;
    }

    public List<Problem> problems() {
        return problems;
    }

    /** The single tag that is the whole text, or null. */
    public @Nullable Tag onlyTag() {
        return tags.size() == 1
                        && tags.getFirst().offset() == 0
                        && parts.getFirst().verbatim.length() == text.length()
                ? tags.getFirst()
                : null;
    }

    /** {@link #resolve(Scope, Unresolved, EvalContext)} where {@code now()} is not allowed. */
    public Resolution resolve(Scope scope, Unresolved mode) {
        return resolve(scope, mode, EvalContext.timeless());
    }

    /** Puts values in place of the tags. Never throws. */
    public Resolution resolve(Scope scope, Unresolved mode, EvalContext context) {
        if (fixed != null) {
            return fixed;
        }
        return new TemplateResolver(scope, mode, context).resolve(literals, parts, unclosed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TemplateText that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
