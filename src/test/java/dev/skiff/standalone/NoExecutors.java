package dev.skiff.standalone;

import dev.skiff.port.ExecutorException;
import dev.skiff.port.Executors;
import dev.skiff.port.TaskExecutor;
import java.util.List;
import java.util.Optional;

/** None but the one that the service has open. */
public final class NoExecutors implements Executors {
    @Override
    public TaskExecutor open(String name, Settings settings) {
        throw new ExecutorException("there is no executor '" + name + "'");
    }

    @Override
    public String explanation(String name) {
        return "";
    }

    @Override
    public String notice(String name) {
        return "";
    }

    @Override
    public Optional<String> obtainable(String name, List<String> images) {
        return Optional.empty();
    }
}
