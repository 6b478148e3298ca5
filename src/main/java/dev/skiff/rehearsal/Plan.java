package dev.skiff.rehearsal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.engine.Explanation;
import dev.skiff.engine.Task;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeStatus;
import dev.skiff.model.NodeType;
import dev.skiff.model.Parameter;
import dev.skiff.model.Template;
import dev.skiff.model.WorkflowPhase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a workflow would do, as a tree in the order of the starts; made from a run that was played. */
public final class Plan {
    private static final Pattern GROUP = Pattern.compile("\\A\\[(\\d+)]\\.");

    private static final Pattern QUOTED = Pattern.compile("'([-\\w.]+)'");

    private final Played played;
    private final Mocked answers;
    private final String run;
    private final Map<String, NodeStatus> byId = new LinkedHashMap<>();
    private final Map<String, PlanNode> nodes = new HashMap<>();
    private final Map<String, PlanNode> byName = new HashMap<>();
    private final Map<String, PlanNode> loops = new HashMap<>();
    private final List<PlanNode> roots = new ArrayList<>();

    private Plan(Played played, Mocked answers) {
        this.played = played;
        this.answers = answers;
        this.run = played.run().workflow().metadata().getName();
    }

    /** @param answers the ones by which it was played */
    public static Plan of(Played played, Mocked answers) {
        Plan plan = new Plan(played, answers);
        List<NodeStatus> all = played.run().nodes();
        all.forEach(n -> plan.byId.put(n.id(), n));
        all.forEach(plan::hang);
        plan.nodes.values().forEach(Plan::unwrap);
        plan.loops.values().forEach(loop -> loop.width = loop.children.size());
        return plan;
    }

    public String name() {
        return run;
    }

    /** The entrypoint's node, then exit handlers. */
    public List<PlanNode> roots() {
        return roots;
    }

    public @Nullable WorkflowPhase phase() {
        return played.run().phase();
    }

    /** What is to be known of the plan as a whole, each a sentence; empty when it is complete and everything ends well. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(answers.problems());
        switch (played.end()) {
            case FINISHED -> {
                if (phase() != WorkflowPhase.SUCCEEDED) {
                    notes.add("with these values the workflow ends " + phase()
                            + (played.run().message().isEmpty()
                                    ? ""
                                    : ": " + named(played.run().message())));
                }
            }
            case WAITING -> {
                notes.add("with these values the workflow waits for a person and does not go on by itself");
                played.run().unbegun().forEach(e -> notes.add("not begun: " + NodePath.of(run, e.name())));
            }
            case ENDLESS ->
                notes.add(
                        "cut off after " + played.run().nodeCount()
                                + " nodes: a recursion does not end with these values; give the output that ends it with --mock");
        }
        return notes;
    }

    /** Whether everything could be planned: the run ends, and no step stands for an error that nobody asked for. */
    public boolean isComplete() {
        return played.end() != Played.End.ENDLESS
                && answers.problems().isEmpty()
                && phase() != WorkflowPhase.ERROR
                && (phase() != WorkflowPhase.FAILED || !anyError());
    }

    private boolean anyError() {
        return byId.isEmpty()
                || byId.values().stream().anyMatch(n -> n.type() == NodeType.SKIPPED && n.phase() == NodePhase.ERROR);
    }

    /** The node ids in a message as people know them. */
    private String named(String message) {
        return QUOTED.matcher(message).replaceAll(m -> {
            NodeStatus node = byId.get(m.group(1));
            return Matcher.quoteReplacement(node == null ? m.group() : "'" + NodePath.of(run, node.name()) + "'");
        });
    }

    /** Whether it was cut off, since it would go on without end. */
    public boolean isEndless() {
        return played.end() == Played.End.ENDLESS;
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("workflow", run);
        if (phase() != null) {
            json.put("phase", phase().text());
        }
        var list = json.putArray("nodes");
        roots.forEach(root -> list.add(root.json()));
        var notes = json.putArray("notes");
        notes().forEach(notes::add);
        return json;
    }

    // --- the tree ---

    private void hang(NodeStatus status) {
        if (status.type() == NodeType.STEP_GROUP) {
            return;
        }
        NodeStatus boundary = status.boundaryID() == null ? null : byId.get(status.boundaryID());
        PlanNode parent = parent(status, boundary);
        PlanNode node = new PlanNode(label(status, parent), NodePath.of(run, status.name()));
        fill(node, status);
        if (parent != null && parent.label.equals(withoutElement(node.label))) {
            node.after = List.of(); // the loop says it for all its elements
            node.depends = null;
            node.when = null;
        } else {
            node.order = group(status, boundary);
        }
        nodes.put(status.id(), node);
        byName.put(status.name(), node);
        if (parent == null) {
            roots.add(node);
        } else {
            parent.children.add(node);
        }
    }

    private @Nullable PlanNode parent(NodeStatus status, @Nullable NodeStatus boundary) {
        PlanNode around = boundary == null ? null : nodes.get(boundary.id());
        String name = status.name();
        if (name.endsWith(".onExit") && boundary != null) {
            PlanNode hooked = byName.get(name.substring(0, name.length() - ".onExit".length()));
            return hooked == null ? around : hooked;
        }
        int open = name.endsWith(")") ? name.lastIndexOf('(') : -1;
        if (open < 0) {
            return around;
        }
        String base = name.substring(0, open);
        PlanNode named = byName.get(base);
        if (named != null || boundary == null) {
            return named;
        }
        return loops.computeIfAbsent(base, b -> {
            PlanNode loop = new PlanNode(base.substring(base.lastIndexOf('.') + 1), NodePath.of(run, base));
            loop.order = group(status, boundary);
            loop.when = played.run().explain(status.id()).when();
            if (around != null) {
                around.children.add(loop);
            }
            return loop;
        });
    }

    private String label(NodeStatus status, @Nullable PlanNode parent) {
        String path = NodePath.of(run, status.name());
        if (parent == null) {
            return path;
        }
        if (path.startsWith(parent.path + ".")) {
            return path.substring(parent.path.length() + 1);
        }
        int open = path.endsWith(")") ? path.lastIndexOf('(') : -1;
        int dot = (open < 0 ? path : path.substring(0, open)).lastIndexOf('.');
        return path.substring(dot + 1);
    }

    private static String withoutElement(String label) {
        int open = label.endsWith(")") ? label.lastIndexOf('(') : -1;
        return open < 0 ? "" : label.substring(0, open);
    }

    /** In steps the number of the group; in a DAG one more than the latest of what it waits for. */
    private int group(NodeStatus status, @Nullable NodeStatus boundary) {
        if (boundary == null || !status.name().startsWith(boundary.name())) {
            return 0;
        }
        Matcher m = GROUP.matcher(status.name().substring(boundary.name().length()));
        if (m.find()) {
            return Integer.parseInt(m.group(1)) + 1;
        }
        int latest = 0;
        for (Explanation.Need need : played.run().explain(status.id()).needs()) {
            PlanNode before = byName.get(need.name());
            latest = Math.max(latest, before == null ? 0 : before.order);
        }
        return boundary.type() == NodeType.DAG ? latest + 1 : 0;
    }

    private void fill(PlanNode node, NodeStatus status) {
        Explanation how = played.run().explain(status.id());
        node.phase = status.phase();
        node.message = status.message() == null ? "" : named(status.message());
        node.template = status.templateName() == null ? "" : status.templateName();
        node.when = how.when();
        node.depends = how.depends();
        node.after = how.needs().stream()
                .map(need -> need.name().substring(need.name().lastIndexOf('.') + 1))
                .toList();
        node.width = status.type() == NodeType.TASK_GROUP ? status.children().size() : 0;
        if (status.inputs() != null) {
            node.inputs = new LinkedHashMap<>();
            for (Parameter p : status.inputs().parameters()) {
                node.inputs.put(p.name(), String.valueOf(p.value()));
            }
        }
        Task task = played.tasks().get(status.id());
        Template template = task == null ? how.template() : task.template();
        if (status.type() == NodeType.CONTAINER) {
            node.kind = "container"; // what it does stands at the set that it is of
        } else if (template != null && status.type() != NodeType.TASK_GROUP) {
            node.kind = template.body().field();
            PlanDetails.of(template, task, played.locks().getOrDefault(status.id(), List.of()), node.details);
        }
        outputs(node, status);
    }

    private void outputs(PlanNode node, NodeStatus status) {
        if (status.outputs() == null) {
            return;
        }
        Map<String, String> invented = answers.invented(status.id());
        for (Parameter p : status.outputs().parameters()) {
            String name = "parameters." + p.name();
            node.outputs.add(new PlanNode.Output(name, String.valueOf(p.value()), invented.get(name)));
        }
        if (status.outputs().result() != null) {
            node.outputs.add(new PlanNode.Output("result", status.outputs().result(), invented.get("result")));
        }
    }

    /** A retried step with one attempt is shown as that attempt. */
    private static void unwrap(PlanNode node) {
        if (node.children.size() != 1) {
            return;
        }
        PlanNode only = node.children.getFirst();
        boolean attempt = only.label.equals(node.label + "(0)") && only.template.equals(node.template);
        if (attempt && node.width == 0) {
            node.details.putAll(only.details);
            node.outputs.clear();
            node.outputs.addAll(only.outputs);
            node.children.clear();
            node.children.addAll(only.children);
        }
    }
}
