package dev.skiff.engine;

import dev.skiff.model.NodeStatus;
import dev.skiff.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A choice of nodes in the syntax of a Kubernetes field selector: {@code key=value}, {@code key==value}, {@code key!=value}, joined by
 * commas that all have to hold (SUSP-05).
 */
public final class NodeSelector {
    /** Chooses every node. */
    public static final NodeSelector ALL = new NodeSelector("", List.of());

    private static final Pattern TERM = Pattern.compile("\\s*([-.\\w]+)\\s*(!=|==|=)(.*)", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("inputs\\.parameters\\.([-\\w]+)\\.value");
    private static final List<String> KEYS =
            List.of("displayName", "templateName", "phase", "name", "id", "templateRef.name", "templateRef.template");

    private final String text;
    private final List<Term> terms;

    private record Term(String key, boolean equal, String value) {}

    private NodeSelector(String text, List<Term> terms) {
        this.text = text;
        this.terms = terms;
    }

    /** @throws IllegalArgumentException with a sentence for the user */
    public static NodeSelector parse(String text) {
        if (text.isBlank()) {
            return ALL;
        }
        List<Term> terms = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher m = TERM.matcher(part);
            if (!m.matches()) {
                throw new IllegalArgumentException(
                        "'" + part + "' is no condition on a node: write key=value, for instance displayName=approve");
            }
            String key = m.group(1);
            if (!KEYS.contains(key) && !INPUT.matcher(key).matches()) {
                throw new IllegalArgumentException("nodes cannot be chosen by '" + key + "': by "
                        + String.join(", ", KEYS) + " or inputs.parameters.NAME.value");
            }
            terms.add(new Term(key, !m.group(2).equals("!="), m.group(3).strip()));
        }
        return new NodeSelector(text, List.copyOf(terms));
    }

    /** Whether it chooses every node. */
    public boolean isAll() {
        return terms.isEmpty();
    }

    public boolean matches(NodeStatus node) {
        return terms.stream().allMatch(t -> t.value().equals(value(node, t.key())) == t.equal());
    }

    private static @Nullable String value(NodeStatus node, String key) {
        return switch (key) {
            case "displayName" -> node.displayName();
            case "templateName" -> node.templateName();
            case "phase" -> node.phase() == null ? "" : node.phase().text();
            case "name" -> node.name();
            case "id" -> node.id();
            case "templateRef.name" ->
                node.templateRef() == null ? "" : node.templateRef().name();
            case "templateRef.template" ->
                node.templateRef() == null ? "" : node.templateRef().template();
            default -> input(node, key);
        };
    }

    private static @Nullable String input(NodeStatus node, String key) {
        Matcher m = INPUT.matcher(key);
        if (!m.matches() || node.inputs() == null) {
            return null;
        }
        return node.inputs().parameters().stream()
                .filter(p -> p.name().equals(m.group(1)))
                .map(Parameter::value)
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NodeSelector s && s.terms.equals(terms);
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }

    /** As it was parsed. */
    @Override
    public String toString() {
        return text;
    }
}
