package dev.skiff.host;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState;
import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowSpec;
import dev.skiff.port.MemoryArtifacts;
import dev.skiff.port.RecordingListener;
import dev.skiff.port.RunContext;
import dev.skiff.port.SampleTask;
import dev.skiff.port.TaskRef;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.InstantSource;
import java.util.List;

/** A host executor that listens, with one run, {@code wf}, prepared. */
final class HostFixture implements AutoCloseable {
    static final String RUN = "wf";

    final RecordingListener heard = new RecordingListener();
    final HostExecutor executor;

    HostFixture(HostOptions options) {
        executor = new HostExecutor(options, InstantSource.system(), new MemoryArtifacts());
        executor.listen(heard);
        executor.prepare(context());
    }

    static RunContext context() {
        var workflow = Workflow.builder()
                .metadata(new ObjectMetaBuilder().withName(RUN).build())
                .spec(WorkflowSpec.builder().build())
                .build();
        var nothing = new Bundle(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        return new RunContext(workflow, nothing);
    }

    static SampleTask task(String nodeId) {
        return new SampleTask(RUN, nodeId, "ignored");
    }

    static TaskRef ref(String nodeId) {
        return new TaskRef(RUN, nodeId);
    }

    TaskState.Ended runToEnd(Task task) {
        executor.start(task);
        return heard.ended(task.nodeId());
    }

    @Override
    public void close() {
        executor.cleanUp(RUN, true);
        executor.close();
    }
}
