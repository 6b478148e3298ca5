package dev.skiff.engine;

import dev.skiff.expr.TemplateText;
import dev.skiff.model.Arguments;
import dev.skiff.model.DAGTemplate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The task graph of a DAG template: one for all invocations, unless its {@code target} holds tags; then one for each target asked for. */
final class DagGraphs {
    private final DAGTemplate dag;
    private final @Nullable Arguments workflowArguments;
    private final @Nullable TemplateText target;
    private final Map<String, TaskGraph> byTarget = new HashMap<>();

    /** @throws TaskGraph.InvalidGraph when the target is fixed and the graph cannot be carried out */
    DagGraphs(DAGTemplate dag, @Nullable Arguments workflowArguments) {
        this.dag = dag;
        this.workflowArguments = workflowArguments;
        String text = dag.target() == null ? "" : dag.target();
        this.target = text.contains("{{") ? TemplateText.parse(text) : null;
        if (target == null) {
            byTarget.put("", TaskGraph.of(dag, text, workflowArguments));
        }
    }

    /**
     * @param scope of the invocation, its inputs included
     * @throws TaskGraph.InvalidGraph when the graph of this target cannot be carried out
     */
    TaskGraph of(CallScope scope) throws TextTree.Unresolvable {
        String wanted = target == null ? "" : scope.needNodes(target);
        return byTarget.computeIfAbsent(wanted, t -> TaskGraph.of(dag, t, workflowArguments));
    }
}
