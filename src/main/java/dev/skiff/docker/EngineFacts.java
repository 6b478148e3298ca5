package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * What a plan has to know of the engine.
 *
 * @param host the machine's name
 * @param cpus that containers may use
 * @param architecture as the kernel calls it: {@code x86_64}
 * @param init whether the engine can run its init as process 1
 * @param readableLogs whether the default log driver can be read back
 * @param memoryLimits whether the kernel lets it limit memory
 */
record EngineFacts(
        String host, int cpus, String architecture, boolean init, boolean readableLogs, boolean memoryLimits) {

    private static final Set<String> READABLE = Set.of("json-file", "local", "journald", "k8s-file");

    /** From the answer to {@code /info}. */
    static EngineFacts of(JsonNode info) {
        return new EngineFacts(
                info.path("Name").asText(""),
                Math.max(1, info.path("NCPU").asInt(1)),
                info.path("Architecture").asText(""),
                !info.path("InitBinary").asText("docker-init").isEmpty(),
                READABLE.contains(info.path("LoggingDriver").asText("json-file")),
                info.path("MemoryLimit").asBoolean(true));
    }

    EngineFacts withoutInit() {
        return new EngineFacts(host, cpus, architecture, false, readableLogs, memoryLimits);
    }
}
