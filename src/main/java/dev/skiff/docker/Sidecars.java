package dev.skiff.docker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The containers beside the main one of a task. */
final class Sidecars {

    private final TaskRun task;
    private final Services services;

    Sidecars(TaskRun task, Services services) {
        this.task = task;
        this.services = services;
    }

    /** @param made each with the id of its container */
    List<FollowedContainer> start(Map<ContainerPlan, String> made) throws IOException {
        List<FollowedContainer> started = new ArrayList<>();
        for (var entry : made.entrySet()) {
            started.add(start(entry.getKey(), entry.getValue()));
        }
        return started;
    }

    /** Those that an earlier process has run before main: their output is delivered again. */
    void followInits(TaskContainers found) throws IOException {
        for (var init : found.inits().entrySet()) {
            FollowedContainer.started(services, init.getKey(), init.getValue(), task.sink(init.getKey(), false))
                    .end();
        }
    }

    private FollowedContainer start(ContainerPlan plan, String id) throws IOException {
        FollowedContainer sidecar =
                FollowedContainer.created(services, plan.container(), id, task.sink(plan.container(), false));
        sidecar.start(); // when main has ended already, there is nothing to join: its end says how it went
        return sidecar;
    }

    /** The process may have died between the start of main and of its sidecars. */
    List<FollowedContainer> adopt(TaskPlan plan, TaskContainers found) throws IOException, TaskFailure {
        List<FollowedContainer> sidecars = new ArrayList<>();
        for (ContainerPlan sidecar : plan.sidecars()) {
            String id = found.sidecars().get(sidecar.container());
            if (id == null) {
                id = task.made(new ContainerMaker(services, task.run(), task.stopped(), _ -> {}), sidecar);
            }
            var stage = ContainerReader.stage(services.api().inspect(id));
            sidecars.add(
                    stage == ContainerReader.Stage.CREATED
                            ? start(sidecar, id)
                            : FollowedContainer.started(
                                    services, sidecar.container(), id, task.sink(sidecar.container(), false)));
        }
        return sidecars;
    }
}
