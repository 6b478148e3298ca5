package dev.skiff.port;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The executors that this skiff has, by name. */
public interface Executors {

    /**
     * How an executor is to behave.
     *
     * @param allowHostPath whether volumes of kind hostPath may be used
     * @param cluster for steps of kind {@code resource}, and of the executor {@code kubernetes}; null when none was named
     * @param logs whether somebody reads the output as it is written; an executor that leaves it elsewhere gives it only then
     */
    record Settings(boolean allowHostPath, @Nullable ClusterAccess cluster, boolean logs) {}

    /**
     * Opens an executor.
     *
     * @param name {@code docker} (any engine that speaks its API), {@code kubernetes} or {@code host}
     * @throws ExecutorException when it cannot work here, or there is none of this name: what was tried, what to do
     */
    TaskExecutor open(String name, Settings settings);

    /**
     * What this process is to the place where the executor runs tasks.
     *
     * @param name as in {@link #open}
     * @throws ExecutorException when the executor cannot work here
     */
    default Surroundings surroundings(String name, Settings settings) {
        return Surroundings.NONE;
    }

    /** What users should know about an executor before they choose it; lines of at most 115 characters. */
    String explanation(String name);

    /** One sentence that is said when a run starts on the executor; empty for none. */
    String notice(String name);

    /**
     * One of the images that the executor has or can get within half a minute, the first ones rather than the last. An executor that needs
     * no images gives the first.
     *
     * @param name as in {@link #open}
     * @return empty when it can have none of them
     * @throws ExecutorException when the executor cannot work here
     */
    Optional<String> obtainable(String name, List<String> images);
}
