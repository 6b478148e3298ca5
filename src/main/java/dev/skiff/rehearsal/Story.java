package dev.skiff.rehearsal;

import dev.skiff.engine.Explanation;
import dev.skiff.engine.Task;
import dev.skiff.expr.GoDuration;
import dev.skiff.model.DidYouMean;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells why a run, or one of its nodes, is as it is: lines for people. */
public final class Story {
    private static final int MOST = 10;
    private static final Pattern QUOTED = Pattern.compile("'([-\\w.]+)'");

    private final Chronicle chronicle;
    private final String run;
    private final Map<String, NodeStatus> byId = new LinkedHashMap<>();
    private final Instant startedAt;
    private final List<String> lines = new ArrayList<>();

    public Story(Chronicle chronicle) {
        this.chronicle = chronicle;
        this.run = chronicle.name();
        chronicle.run.nodes().forEach(n -> byId.put(n.id(), n));
        Instant began = chronicle.run.status().startedAt();
        this.startedAt = began == null ? chronicle.last() : began;
    }

    // --- the run ---

    /** The story of the run: what failed first and why, what waits now and for what. */
    public List<String> ofRun() {
        String message = chronicle.run.message();
        lines.add(run + " " + (chronicle.run.phase() == null ? "has not begun" : "is " + chronicle.run.phase())
                + (message.isEmpty() ? "" : ": " + named(message)) + ", " + when(chronicle.last())
                + (chronicle.run.finished() ? " it ended" : " the last thing happened"));
        List<NodeStatus> causes = causes("");
        if (!causes.isEmpty()) {
            lines.add("");
            lines.add(causes.size() == 1 ? "failed:" : "failed, the first first:");
            causes.stream()
                    .limit(MOST)
                    .forEach(n -> lines.add("  " + path(n) + "  " + phase(n) + " "
                            + (n.finishedAt() == null ? "" : when(n.finishedAt())) + said(n)));
            more(causes.size());
        }
        if (!chronicle.run.finished()) {
            waiting();
        }
        return lines;
    }

    private void more(int size) {
        if (size > MOST) {
            lines.add("  … and " + (size - MOST) + " more");
        }
    }

    private void waiting() {
        Instant suspended = chronicle.suspendedSince();
        if (suspended != null) {
            lines.add("");
            lines.add("suspended " + when(suspended) + ": nothing new begins until skiff resume " + run);
        }
        if (!chronicle.lock("").isEmpty()) {
            lines.add("");
            lines.add(chronicle.lock(""));
        }
        List<NodeStatus> open = byId.values().stream()
                .filter(n -> n.phase() != null && !n.phase().fulfilled() && (isLeaf(n) || !waits(n).isEmpty()))
                .toList();
        if (!open.isEmpty()) {
            lines.add("");
            lines.add("now:");
            open.stream()
                    .limit(MOST)
                    .forEach(n -> lines.add("  " + path(n) + "  " + phase(n) + " since "
                            + since(n) + said(n)
                            + waits(n).map(w -> "; " + w).orElse("")));
            more(open.size());
        }
        List<Explanation> unbegun = chronicle.run.unbegun();
        if (!unbegun.isEmpty()) {
            lines.add("");
            lines.add("not begun:");
            unbegun.stream().limit(MOST).forEach(e -> lines.add("  " + NodePath.of(run, e.name()) + "  " + reasons(e)));
            more(unbegun.size());
        }
    }

    private static boolean isLeaf(NodeStatus n) {
        return switch (n.type()) {
            case POD, CONTAINER, SUSPEND, HTTP, PLUGIN -> true;
            case STEPS, STEP_GROUP, DAG, TASK_GROUP, RETRY, SKIPPED -> false;
        };
    }

    /** Failed nodes that failed by themselves, those of the last attempt only, the first first. */
    private List<NodeStatus> causes(String below) {
        return byId.values().stream()
                .filter(n -> n.phase() != null && n.phase().failedOrError())
                .filter(n -> isLeaf(n) || n.type() == NodeType.SKIPPED)
                .filter(n -> below.isEmpty() || n.name().startsWith(below))
                .filter(this::isLastAttempt)
                .sorted(Comparator.comparing((NodeStatus n) -> n.finishedAt() == null ? Instant.MAX : n.finishedAt()))
                .toList();
    }

    private boolean isLastAttempt(NodeStatus n) {
        if (n.nodeFlag() == null || !Boolean.TRUE.equals(n.nodeFlag().retried())) {
            return true;
        }
        String next = n.name().replaceFirst("\\(\\d+\\)\\z", "(" + (NodePath.attempt(n.name()) + 1) + ")");
        return byId.values().stream().noneMatch(other -> other.name().equals(next));
    }

    // --- one node ---

    /** The id of the node that is meant by an id, a name, a path or, if only one has it, a display name; empty for none. */
    public Optional<String> find(String wanted) {
        List<NodeStatus> exact = byId.values().stream()
                .filter(n -> wanted.equals(n.id()) || wanted.equals(n.name()) || wanted.equals(path(n)))
                .toList();
        if (!exact.isEmpty()) {
            return Optional.of(exact.getFirst().id());
        }
        List<NodeStatus> shown = byId.values().stream()
                .filter(n -> wanted.equals(n.displayName()))
                .toList();
        if (shown.size() > 1) {
            throw new IllegalArgumentException("there are " + shown.size() + " steps shown as '" + wanted + "': "
                    + shown.stream().limit(MOST).map(this::path).collect(Collectors.joining(", ")));
        }
        return shown.stream().map(NodeStatus::id).findFirst();
    }

    /**
     * The story of a step.
     *
     * @param wanted as for {@link #find}; or the path or name of a step that has not begun
     * @throws IllegalArgumentException with a sentence for the user when it is none, or several
     */
    public List<String> ofNode(String wanted) {
        Optional<String> id = find(wanted);
        if (id.isPresent()) {
            node(byId.get(id.get()));
            return lines;
        }
        List<Explanation> unbegun = chronicle.run.unbegun().stream()
                .filter(e ->
                        wanted.equals(e.name()) || wanted.equals(NodePath.of(run, e.name())) || wanted.equals(e.step()))
                .toList();
        if (unbegun.size() == 1) {
            unbegun(unbegun.getFirst());
            return lines;
        }
        if (unbegun.size() > 1) {
            throw new IllegalArgumentException("there are " + unbegun.size() + " steps '" + wanted + "': "
                    + unbegun.stream()
                            .limit(MOST)
                            .map(e -> NodePath.of(run, e.name()))
                            .collect(Collectors.joining(", ")));
        }
        List<String> names =
                new ArrayList<>(byId.values().stream().map(this::path).toList());
        chronicle.run.unbegun().forEach(e -> names.add(NodePath.of(run, e.name())));
        String hint = DidYouMean.hint(wanted, names);
        throw new IllegalArgumentException("run " + run + " has no step '" + wanted + "'"
                + (hint == null ? "; skiff get " + run + " shows the steps" : "; " + hint));
    }

    private void unbegun(Explanation e) {
        lines.add(NodePath.of(run, e.name()) + " has not begun: " + reasons(e));
        if (chronicle.suspendedSince() != null) {
            lines.add("  the run is suspended: skiff resume " + run);
        }
        conditions(e, "");
    }

    private void node(@Nullable NodeStatus n) {
        if (n == null) {
            return;
        }
        Explanation how = chronicle.run.explain(n.id());
        lines.add(path(n) + " is " + phase(n) + (n.message() == null ? "" : ": " + named(n.message())));
        conditions(how, n.message() == null ? "" : n.message());
        history(n);
        if (n.type() == NodeType.RETRY) {
            attempts(n);
        }
        waits(n).ifPresent(w -> fact("waits", w));
        template(n, how);
        if (n.phase() != null && n.phase().failedOrError() && !isLeaf(n) && n.type() != NodeType.RETRY) {
            List<NodeStatus> causes = causes(n.name());
            causes.stream()
                    .filter(c -> c != n)
                    .limit(MOST)
                    .forEach(c -> fact("cause", path(c) + " " + phase(c) + said(c)));
        }
    }

    private void fact(String name, String value) {
        String indent = "\n" + " ".repeat(15);
        lines.add(String.format("  %-12s %s", name, value.stripTrailing().replace("\n", indent)));
    }

    /** What it waited for, and its conditions. */
    private void conditions(Explanation how, String message) {
        if (how.depends() != null) {
            fact("depends", how.depends());
        }
        if (!how.needs().isEmpty()) {
            fact(
                    "after",
                    how.needs().stream()
                            .map(need -> NodePath.of(run, need.name()) + " "
                                    + (need.phase() == null ? "(not begun)" : need.phase()))
                            .collect(Collectors.joining(", ")));
        }
        if (how.when() != null) {
            fact("when", how.when());
            if (message.startsWith("when '")) {
                fact("", "came to: " + message.substring("when ".length()));
            }
        }
    }

    private void history(NodeStatus n) {
        List<Chronicle.Entry> entries = chronicle.history(n.id());
        for (Chronicle.Entry entry : entries) {
            fact(
                    entry == entries.getFirst() ? "history" : "",
                    when(entry.at()) + " " + entry.phase()
                            + (entry.message().isEmpty() ? "" : ": " + named(entry.message())));
        }
    }

    private void attempts(NodeStatus n) {
        for (String id : n.children()) {
            NodeStatus attempt = byId.get(id);
            if (attempt != null
                    && attempt.nodeFlag() != null
                    && Boolean.TRUE.equals(attempt.nodeFlag().retried())) {
                String exit = attempt.outputs() == null || attempt.outputs().exitCode() == null
                        ? ""
                        : ", exit code " + attempt.outputs().exitCode();
                fact(
                        "attempt " + NodePath.attempt(attempt.name()),
                        phase(attempt) + " " + (attempt.finishedAt() == null ? "" : when(attempt.finishedAt())) + exit
                                + said(attempt));
            }
        }
    }

    private void template(NodeStatus n, Explanation how) {
        Task task = chronicle.task(n.id());
        Template template = task == null ? how.template() : task.template();
        if (n.templateName() != null && !n.templateName().isEmpty()) {
            fact(
                    "template",
                    n.templateName()
                            + (template == null ? "" : " [" + template.body().field() + "]"));
        }
        if (n.inputs() != null) {
            n.inputs().parameters().forEach(p -> fact("input", p.name() + " = " + p.value()));
        }
        if (template == null) {
            return;
        }
        Map<String, Object> details = new LinkedHashMap<>();
        PlanDetails.of(template, task, List.of(), details);
        details.forEach((name, value) -> fact(
                name,
                value instanceof List<?> list
                        ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
                        : value.toString()));
        if (n.outputs() != null) {
            n.outputs().parameters().forEach(p -> fact("output", p.name() + " = " + p.value()));
            if (n.outputs().exitCode() != null && n.type() != NodeType.RETRY) {
                fact("exit code", n.outputs().exitCode());
            }
        }
    }

    // --- words ---

    private String reasons(Explanation e) {
        List<String> reasons = e.waits().stream().map(this::reason).toList();
        return reasons.isEmpty() ? "it is about to" : String.join("; ", reasons);
    }

    private String reason(Explanation.Wait wait) {
        return switch (wait) {
            case Explanation.Wait.Others others ->
                "waits for "
                        + others.needs().stream()
                                .map(need -> NodePath.of(run, need.name()) + " ("
                                        + (need.phase() == null ? "not begun" : need.phase()) + ")")
                                .collect(Collectors.joining(", "));
            case Explanation.Wait.Parallelism p ->
                "the " + (p.template().isEmpty() ? "workflow" : "template '" + p.template() + "'")
                        + " runs no more than " + p.limit() + " at once (parallelism)";
            case Explanation.Wait.FailFast f ->
                "something in template '" + f.template() + "' has failed, and failFast begins nothing new";
            case Explanation.Wait.Backoff b -> "the next attempt begins " + when(b.until());
        };
    }

    private Optional<String> waits(NodeStatus n) {
        if (n.phase() == null || n.phase().fulfilled()) {
            return Optional.empty();
        }
        List<String> reasons = new ArrayList<>();
        chronicle.run.explain(n.id()).waits().forEach(w -> reasons.add(reason(w)));
        if (!chronicle.lock(n.id()).isEmpty()) {
            reasons.add(chronicle.lock(n.id()));
        }
        if (n.type() == NodeType.SUSPEND && n.phase() == NodePhase.RUNNING) {
            reasons.add("for a person: skiff resume " + run + ", or until its duration is over");
        }
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }

    private String path(NodeStatus n) {
        return NodePath.of(run, n.name());
    }

    private static String phase(NodeStatus n) {
        return n.phase() == null ? "Pending" : n.phase().text();
    }

    private String said(NodeStatus n) {
        return n.message() == null ? "" : ": " + named(n.message());
    }

    private String since(NodeStatus n) {
        List<Chronicle.Entry> entries = chronicle.history(n.id());
        return entries.isEmpty() ? "?" : when(entries.getLast().at());
    }

    private String when(Instant at) {
        return "+"
                + GoDuration.format(
                        Duration.ofSeconds(Duration.between(startedAt, at).toSeconds()));
    }

    /** The ids in a message as people know the nodes. */
    private String named(String message) {
        return QUOTED.matcher(message).replaceAll(m -> {
            NodeStatus node = byId.get(m.group(1));
            return Matcher.quoteReplacement(node == null ? m.group() : "'" + path(node) + "'");
        });
    }
}
