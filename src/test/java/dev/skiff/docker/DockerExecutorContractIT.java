package dev.skiff.docker;

import dev.skiff.port.TaskArtifactsContract;
import dev.skiff.port.TaskExecutor;
import java.util.List;

/** What every executor keeps to, kept to by the engine of this machine. */
class DockerExecutorContractIT extends TaskArtifactsContract {

    @Override
    protected TaskExecutor open(Limits limits) {
        return new ContainerExecutor(
                TestEngine.endpoint(),
                TestEngine.options().gracePeriod(limits.grace()).maxOutputBytes(limits.maxOutputBytes()),
                artifacts);
    }

    @Override
    protected String image() {
        return TestEngine.image();
    }

    @Override
    protected List<String> leftovers(String run) {
        return TestEngine.leftovers(run);
    }
}
