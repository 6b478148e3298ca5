package dev.skiff.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.expr.TemplateText;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.Inputs;
import dev.skiff.model.ModelMapper;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeType;
import dev.skiff.model.Outputs;
import dev.skiff.model.Template;
import io.fabric8.kubernetes.api.model.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Begins one pod: resolves its template's texts, creates the node, commands the task. */
final class PodStart {
    static final String TIMEOUT_ALARM = "timeout:";
    /** TIME-07. */
    static final String PENDING_ALARM = "pending:";

    private final Machine machine;
    private final Run run;
    private final Invocation inv;
    private final String name;
    private final Frame parent;
    private final CompiledTemplate template;
    private final Bound bound;

    PodStart(Machine machine, Invocation inv, String name, Frame parent, CompiledTemplate template, Bound bound) {
        this.machine = machine;
        this.run = machine.run;
        this.inv = inv;
        this.name = name;
        this.parent = parent;
        this.template = template;
        this.bound = bound;
    }

    Starter.Started start(CompiledTemplate.Body.Pod body, CallScope local, @Nullable Instant latest) {
        TextTree tree = body.tree();
        CallScope scope = local.inside(template, bound);
        try {
            String[] values = tree.resolve(scope);
            Supplier<List<Volume>> volumes = volumes(inv.scope());
            Duration deadline = deadline(scope, latest);
            Duration timeout = withUnit(template.timeout, "timeout", scope);
            Duration pendingTimeout = withUnit(template.pendingTimeout, "pendingTimeout", scope);
            Task.Extras extras = extras(scope);
            Outputs outputs = outputs(scope);
            Node node = machine.starter().node(inv, name, parent, body.type(), template, bound);
            Members.create(machine, node);
            if (Kept.completes(machine, node)) {
                return new Starter.Started.Created(node);
            }
            String refusal = machine.refusal(node);
            if (refusal != null) {
                machine.move(node, NodePhase.FAILED, refusal);
                Members.end(machine, node);
                return new Starter.Started.Created(node);
            }
            command(node, body, values, volumes, deadline, extras);
            if (outputs != null) {
                run.declaredOutputs.put(node.id, outputs);
            }
            if (timeout != null) {
                machine.setAlarm(TIMEOUT_ALARM + node.id, machine.beginOf(node).plus(timeout));
            }
            if (pendingTimeout != null) {
                machine.setAlarm(PENDING_ALARM + node.id, machine.beginOf(node).plus(pendingTimeout));
            }
            return new Starter.Started.Created(node);
        } catch (TextTree.Unresolvable e) {
            Node node = machine.starter().errorNode(name, parent, inv, e.text());
            return new Starter.Started.Errored(node, e.text());
        }
    }

    private static @Nullable Duration withUnit(@Nullable TemplateText text, String field, CallScope scope)
            throws TextTree.Unresolvable {
        return text == null ? null : Durations.withUnit(scope.keep(text), field);
    }

    /** VOL-04: the workflow's patch comes before the template's. */
    private Task.Extras extras(CallScope scope) throws TextTree.Unresolvable {
        String workflows = run.spec().podSpecPatch();
        String own = template.template.podSpecPatch();
        Template around = around();
        List<String> avoided =
                parent instanceof RetryFrame retry && template.retry != null && template.retry.otherHosts()
                        ? retry.failedHosts()
                        : List.of();
        if (workflows == null && own == null && around == null && avoided.isEmpty()) {
            return archivesLogs() ? new Task.Extras(true, List.of()) : Task.Extras.NONE;
        }
        List<String> patches = new ArrayList<>(2);
        for (String patch : new @Nullable String[] {workflows, own}) {
            if (patch != null && !patch.isBlank()) {
                patches.add(scope.keep(TemplateText.parse(patch)));
            }
        }
        return new Task.Extras(archivesLogs(), patches, around, avoided, false);
    }

    /** VOL-05: of the template that the step stands in, and of none further out. */
    private @Nullable Template around() throws TextTree.Unresolvable {
        Node boundary = inv.boundary();
        TextTree tree = boundary == null || boundary.template == null ? null : boundary.template.scheduling;
        if (tree == null) {
            return null;
        }
        try {
            return ModelMapper.strict().treeToValue(tree.fill(tree.resolve(inv.scope())), Template.class);
        } catch (JsonProcessingException e) {
            throw new TextTree.Unresolvable("node selector, tolerations and affinity around template '" + template.name
                    + "' do not fit their type after substitution: " + e.getOriginalMessage());
        }
    }

    private void command(
            Node node,
            CompiledTemplate.Body.Pod body,
            String[] values,
            Supplier<List<Volume>> volumes,
            @Nullable Duration deadline,
            Task.Extras extras) {
        String workflow = run.workflow().metadata().getName();
        String podName = new LocalVariables(run, name, template, inv, java.util.Map.of()).podNameOfNode();
        CompiledTemplate compiled = template;
        Bound inputs = bound;
        Task task = new Task(
                new Task.Id(workflow, node.id, name, podName),
                body.kind(),
                () -> materialize(compiled, body.tree(), values, inputs),
                volumes,
                captureResult(body.kind()),
                deadline,
                node.partOfExitHandler() ? extras.ofExit() : extras);
        node.active = true;
        (node.type == NodeType.POD ? run.activePods : run.activeRequests).add(node);
        run.tasks.put(node.id, task);
        machine.commands.add(new Command.StartTask(task));
    }

    /** What the template declares as outputs, with its tags resolved; null when it has none. */
    private @Nullable Outputs outputs(CallScope scope) throws TextTree.Unresolvable {
        TextTree tree = template.outputsTree;
        if (tree == null) {
            return null;
        }
        try {
            return ModelMapper.strict().treeToValue(tree.fill(tree.resolve(scope)), Outputs.class);
        } catch (JsonProcessingException e) {
            throw new TextTree.Unresolvable("the outputs of template '" + template.name
                    + "' do not fit their type after substitution: " + e.getOriginalMessage());
        }
    }

    /** ART-06: the template's word is stronger than the workflow's. */
    private boolean archivesLogs() {
        ArtifactLocation location = template.template.archiveLocation();
        Boolean own = location == null ? null : location.archiveLogs();
        return Boolean.TRUE.equals(own == null ? run.spec().archiveLogs() : own);
    }

    /** OUT-03: only when the enclosing template refers to this step's result. */
    private boolean captureResult(Task.Kind kind) {
        if (kind == Task.Kind.HTTP || kind == Task.Kind.DATA) {
            return true;
        }
        Node boundary = inv.boundary();
        Frame around = boundary == null ? null : boundary.frame;
        CompiledTemplate caller =
                switch (around) {
                    case StepsFrame f -> f.template();
                    case DagFrame f -> f.template();
                    case null, default -> null;
                };
        return caller != null
                && !inv.call().name().isEmpty()
                && caller.refersToResultOf(inv.call().name());
    }

    private static Template materialize(CompiledTemplate compiled, TextTree tree, String[] values, Bound inputs) {
        ObjectNode document = ((ObjectNode) tree.fill(values)).deepCopy();
        try {
            Template t = ModelMapper.strict().treeToValue(document, Template.class);
            return inputs.isEmpty()
                    ? t
                    : t.toBuilder()
                            .inputs(new Inputs(inputs.artifacts(), inputs.parameters()))
                            .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "template '" + compiled.name + "' does not fit its type after substitution: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    /** VOL-03: the workflow's volumes may refer to what is in scope at the call. */
    private Supplier<List<Volume>> volumes(CallScope caller) throws TextTree.Unresolvable {
        List<Volume> own = run.spec().volumes();
        TextTree tree = Machine.present(run.program, "program").volumes();
        String[] values = tree.isStatic() ? new String[0] : tree.resolve(caller);
        return () -> {
            List<Volume> all = new ArrayList<>(tree.isStatic() ? own : read(tree.fill(values)));
            all.addAll(template.template.volumes());
            return all;
        };
    }

    private static List<Volume> read(JsonNode list) {
        List<Volume> volumes = new ArrayList<>();
        for (JsonNode item : list) {
            volumes.add(ModelMapper.strict().convertValue(item, Volume.class));
        }
        return volumes;
    }

    private @Nullable Duration deadline(CallScope scope, @Nullable Instant latest) throws TextTree.Unresolvable {
        Duration own = duration(template.activeDeadline, "activeDeadlineSeconds", scope);
        if (latest == null) {
            return own;
        }
        Duration left = Duration.between(machine.at, latest);
        return own == null || left.compareTo(own) < 0 ? left : own;
    }

    private static @Nullable Duration duration(@Nullable TemplateText text, String field, CallScope scope)
            throws TextTree.Unresolvable {
        return text == null ? null : Durations.orSeconds(scope.keep(text), field);
    }
}
