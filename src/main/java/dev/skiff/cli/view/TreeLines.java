package dev.skiff.cli.view;

import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Parameter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lays a tree out as lines that fit: what is done and what is deep is folded first, what runs and what failed last. Pure. */
public final class TreeLines {
    /** A loop of so many elements is never folded. */
    private static final int FEW = 3;

    private static final int NAME_COLUMNS = 48;
    private static final int DURATION_COLUMNS = 7;

    /**
     * @param width columns of a line
     * @param height lines at most
     * @param wide with what the nodes gave, their templates and ids
     */
    public record Room(int width, int height, boolean wide) {}

    /** Which elements of a loop are shown. */
    private enum Elements {
        ALL,
        /** What is done well, and what has not begun, is left to the count. */
        UNFINISHED,
        NONE
    }

    /**
     * @param most elements of one loop; those whose pods run, and those that failed, come first
     * @param depth levels of the tree
     */
    private record Fold(Elements elements, int most, int depth) {}

    /** From showing everything to showing next to nothing. */
    private static final List<Fold> FOLDS = folds();

    private static List<Fold> folds() {
        List<Fold> folds = new ArrayList<>();
        folds.add(new Fold(Elements.ALL, Integer.MAX_VALUE, Integer.MAX_VALUE));
        folds.add(new Fold(Elements.UNFINISHED, Integer.MAX_VALUE, Integer.MAX_VALUE));
        for (int most : new int[] {64, 32, 24, 16, 12, 10, 8, 6, 4, 3, 2, 1}) {
            folds.add(new Fold(Elements.UNFINISHED, most, Integer.MAX_VALUE));
        }
        folds.add(new Fold(Elements.NONE, 0, Integer.MAX_VALUE));
        folds.add(new Fold(Elements.NONE, 0, 3));
        folds.add(new Fold(Elements.NONE, 0, 1));
        return List.copyOf(folds);
    }

    private record Row(String left, String duration, String right) {}

    private final RunTree tree;
    private final Style style;
    private final Room room;
    private final Instant now;

    private TreeLines(RunTree tree, Style style, Room room, Instant now) {
        this.tree = tree;
        this.style = style;
        this.room = room;
        this.now = now;
    }

    /** At most {@code room.height()} lines of at most {@code room.width()} columns. */
    public static List<String> of(RunTree tree, Style style, Room room, Instant now) {
        return new TreeLines(tree, style, room, now).lines();
    }

    private List<String> lines() {
        List<Row> rows = List.of();
        for (Fold fold : FOLDS) {
            rows = new ArrayList<>();
            for (Branch root : tree.roots()) {
                add(root, "", "", 0, fold, rows);
            }
            if (rows.size() <= room.height()) {
                return rendered(rows);
            }
        }
        int shown = Math.max(0, room.height() - 1);
        List<String> lines = new ArrayList<>(rendered(rows.subList(0, shown)));
        lines.add(style.dim("  " + style.ellipsis() + " and more"));
        return lines;
    }

    private void add(Branch branch, String before, String below, int depth, Fold fold, List<Row> rows) {
        if (rows.size() > room.height()) {
            return;
        }
        rows.add(row(branch, before));
        if (depth >= fold.depth()) {
            return;
        }
        List<Branch> children = shown(branch, fold);
        for (int i = 0; i < children.size(); i++) {
            Branch child = only(children.get(i));
            boolean last = i == children.size() - 1;
            add(child, below + style.branch(last), below + style.trunk(last), depth + 1, fold, rows);
        }
    }

    /** A loop of one element is shown as that element. */
    private static Branch only(Branch branch) {
        return branch.node == null && branch.children.size() == 1 ? branch.children.getFirst() : branch;
    }

    private List<Branch> shown(Branch parent, Fold fold) {
        boolean folded = parent.isGroup() && parent.children.size() > FEW;
        List<Branch> candidates = parent.children.stream()
                .filter(child -> !folded || isShown(child, fold.elements()))
                .limit(fold.most() == Integer.MAX_VALUE ? room.height() + 1L : Integer.MAX_VALUE)
                .toList();
        if (!folded || candidates.size() <= fold.most()) {
            return candidates;
        }
        Set<Branch> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
        candidates.stream().filter(TreeLines::isAtWork).limit(fold.most()).forEach(chosen::add);
        int left = fold.most() - chosen.size();
        candidates.stream().filter(child -> !isAtWork(child)).limit(left).forEach(chosen::add);
        return candidates.stream().filter(chosen::contains).toList();
    }

    private static boolean isAtWork(Branch element) {
        NodePhase phase = element.phase();
        return element.runningPods > 0 || phase != null && phase.failedOrError();
    }

    private static boolean isShown(Branch element, Elements elements) {
        NodePhase phase = element.phase();
        return switch (elements) {
            case ALL -> true;
            case UNFINISHED -> phase == NodePhase.RUNNING || phase != null && phase.failedOrError();
            case NONE -> false;
        };
    }

    private Row row(Branch branch, String before) {
        NodeStatus node = branch.node;
        String left = style.dim(before) + style.icon(branch.phase()) + " " + Columns.harmless(branch.label);
        String duration = node == null || node.type() == NodeType.SKIPPED || node.phase() == NodePhase.PENDING
                ? ""
                : Elapsed.between(node.startedAt(), node.finishedAt(), now);
        return new Row(left, duration, right(branch, node));
    }

    private String right(Branch branch, @Nullable NodeStatus node) {
        List<String> parts = new ArrayList<>();
        if (branch.isGroup()) {
            parts.add(branch.summary(style));
        }
        if (node != null && node.message() != null && !repeatsAChild(branch, node.message())) {
            parts.add(Columns.harmless(node.message()));
        }
        if (!branch.lastLine.isEmpty()) {
            parts.add(style.dim(branch.lastLine));
        }
        if (room.wide() && node != null) {
            parts.add(style.dim(details(node)));
        }
        parts.removeIf(String::isEmpty);
        return String.join("  ", parts);
    }

    /** "child 'wf-123' failed" says nothing that the tree does not show. */
    private static boolean repeatsAChild(Branch branch, String message) {
        return !branch.children.isEmpty() && message.startsWith("child '");
    }

    private static String details(NodeStatus node) {
        List<String> parts = new ArrayList<>();
        if (node.templateName() != null && !node.templateName().isEmpty()) {
            parts.add("template=" + node.templateName());
        }
        parts.add("id=" + node.id());
        var outputs = node.outputs();
        if (outputs != null) {
            parts.addAll(outputs.parameters().stream().map(TreeLines::shown).toList());
            if (outputs.result() != null) {
                parts.add("result=" + outputs.result());
            }
        }
        return Columns.harmless(parts.stream().collect(Collectors.joining(" ")));
    }

    private static String shown(Parameter parameter) {
        return parameter.name() + "=" + (parameter.value() == null ? "" : parameter.value());
    }

    private List<String> rendered(List<Row> rows) {
        int name =
                rows.stream().mapToInt(row -> Columns.width(row.left())).max().orElse(0);
        name = Math.min(name, Math.min(NAME_COLUMNS, Math.max(10, room.width() / 2)));
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            String left = Columns.cut(row.left(), name, style);
            String line = left
                    + " ".repeat(Math.max(0, name - Columns.width(left)))
                    + " ".repeat(Math.max(0, DURATION_COLUMNS - row.duration().length()))
                    + row.duration()
                    + (row.right().isEmpty() ? "" : "  " + row.right());
            lines.add(Columns.cut(line.stripTrailing(), room.width(), style));
        }
        return lines;
    }
}
