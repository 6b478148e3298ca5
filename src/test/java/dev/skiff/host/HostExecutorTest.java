package dev.skiff.host;

import dev.skiff.port.TaskArtifactsContract;
import dev.skiff.port.TaskExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The contract, with the first group launcher that this machine has. */
class HostExecutorTest extends TaskArtifactsContract {
    @TempDir
    Path directory;

    @Override
    protected TaskExecutor open(Limits limits) {
        return new HostExecutor(options(limits), InstantSource.system(), artifacts);
    }

    HostOptions options(Limits limits) {
        return HostOptions.in(directory).withGrace(limits.grace()).withMaxOutputBytes(limits.maxOutputBytes());
    }

    @Override
    protected String image() {
        return "ignored";
    }

    @Override
    protected List<String> leftovers(String run) {
        List<String> left = new ArrayList<>();
        try {
            Files.walk(directory, 2)
                    .filter(p -> p.getFileName().toString().equals(run))
                    .forEach(p -> left.add(p.toString()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains(directory.toString()))
                .forEach(p -> left.add("process " + p.pid()));
        return left;
    }
}
