package dev.skiff.cli.view;

import dev.skiff.model.NodePhase;
import dev.skiff.rehearsal.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays a plan out as a tree for people. Steps that begin side by side have the same number. Pure. */
public final class PlanLines {
    private static final int ELEMENTS_SHOWN = 3;
    private static final int TEXT_LINES = 12;
    private static final int TEXT_COLUMNS = 160;

    private final Style style;
    private final boolean all;
    private final List<String> lines = new ArrayList<>();

    private PlanLines(Style style, boolean all) {
        this.style = style;
        this.all = all;
    }

    /** @param all whether every element of a loop is shown, and every line of a text */
    public static List<String> of(List<PlanNode> roots, Style style, boolean all) {
        PlanLines plan = new PlanLines(style, all);
        roots.forEach(root -> plan.node(root, "", ""));
        return plan.lines;
    }

    private void node(PlanNode node, String own, String below) {
        lines.add(own + head(node));
        boolean leaf = node.children.isEmpty();
        String indent = below + (leaf ? "    " : style.trunk(false) + "  ");
        facts(node, indent);
        List<PlanNode> shown = node.width > ELEMENTS_SHOWN + 1 && !all
                ? node.children.subList(0, Math.min(ELEMENTS_SHOWN, node.children.size()))
                : node.children;
        int hidden = node.children.size() - shown.size();
        for (int i = 0; i < shown.size(); i++) {
            boolean last = hidden == 0 && i == shown.size() - 1;
            node(shown.get(i), below + style.branch(last) + " ", below + style.trunk(last) + " ");
        }
        if (hidden > 0) {
            lines.add(below + style.branch(true) + " "
                    + style.dim(style.ellipsis() + " " + hidden + " more, to " + harmless(node.children.getLast().label)
                            + " (--all shows them)"));
        }
    }

    private String head(PlanNode node) {
        StringBuilder head = new StringBuilder();
        if (node.order > 0) {
            head.append(node.order).append(' ');
        }
        head.append(harmless(node.label));
        if (node.width > 0) {
            head.append(" ×").append(node.width);
        }
        if (!node.template.isEmpty() && !node.template.equals(node.label)) {
            head.append("  ").append(node.template);
        }
        if (!node.kind.isEmpty()) {
            head.append("  ").append(style.dim("[" + node.kind + "]"));
        }
        String fate = fate(node.phase);
        if (fate != null && node.phase != null) {
            head.append("  ")
                    .append(style.phaseWord(node.phase, fate))
                    .append(node.message.isEmpty() ? "" : ": " + harmless(node.message.replaceFirst("^omitted: ", "")));
        }
        return head.toString();
    }

    /** Null for a step that runs and does well, which is what plans are full of. */
    private static @Nullable String fate(@Nullable NodePhase phase) {
        return switch (phase) {
            case null -> null;
            case SUCCEEDED -> null;
            case PENDING -> "would wait";
            case RUNNING -> "would be running";
            case SKIPPED -> "skipped";
            case OMITTED -> "omitted";
            case FAILED -> "fails";
            case ERROR -> "error";
        };
    }

    private void facts(PlanNode node, String indent) {
        if (node.depends != null) {
            fact(indent, "depends", node.depends);
        } else if (!node.after.isEmpty()) {
            fact(indent, "after", String.join(", ", node.after));
        }
        if (node.when != null) {
            fact(indent, "when", node.when);
        }
        node.inputs.forEach((name, value) -> fact(indent, "in " + name, value));
        node.details.forEach((name, value) -> detail(indent, name, value));
        for (PlanNode.Output o : node.outputs) {
            String mark = o.invented() == null
                    ? ""
                    : "  " + style.warning("(invented" + (o.invented().isEmpty() ? "" : ", " + o.invented()) + ")");
            fact(indent, "out " + o.name().replaceFirst("^parameters\\.", ""), o.value(), mark);
        }
    }

    private void detail(String indent, String name, Object value) {
        switch (value) {
            case List<?> list
            when !list.isEmpty() && list.getFirst() instanceof Map<?, ?> -> {
                for (Object one : list) {
                    Map<?, ?> map = (Map<?, ?>) one;
                    fact(indent, name, String.valueOf(map.get("name")));
                    map.forEach((k, v) -> {
                        if (!"name".equals(k)) {
                            detail(indent + "  ", String.valueOf(k), v);
                        }
                    });
                }
            }
            case List<?> list
            when list.stream().anyMatch(i -> i.toString().contains("\n")) ->
                list.forEach(item -> fact(indent, name, item.toString()));
            case List<?> list -> fact(indent, name, words(list));
            default -> fact(indent, name, value.toString());
        }
    }

    /** As a shell would be given them. */
    private static String words(List<?> list) {
        StringBuilder text = new StringBuilder();
        for (Object item : list) {
            String word = item.toString();
            boolean plain = word.matches("[-\\w./:=@%+,{}\\[\\]]+");
            text.append(text.isEmpty() ? "" : " ").append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return text.toString();
    }

    private void fact(String indent, String name, String value) {
        fact(indent, name, value, "");
    }

    private void fact(String indent, String name, String value, String mark) {
        String text = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
        String[] parts = text.split("\n", -1);
        if (parts.length == 1) {
            lines.add(indent + style.dim(name + ":") + " " + cut(parts[0]) + mark);
            return;
        }
        lines.add(indent + style.dim(name + ": |") + mark);
        int shown = all ? parts.length : Math.min(parts.length, TEXT_LINES);
        for (int i = 0; i < shown; i++) {
            lines.add(indent + "  " + cut(parts[i]));
        }
        if (shown < parts.length) {
            lines.add(indent + "  "
                    + style.dim(style.ellipsis() + " " + (parts.length - shown) + " more lines (--all shows them)"));
        }
    }

    private String cut(String line) {
        String harmless = harmless(line);
        return all ? harmless : Columns.cut(harmless, TEXT_COLUMNS, style);
    }

    private static String harmless(String text) {
        return Columns.harmless(text);
    }
}
