package dev.skiff.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code resources} → limits of the engine: limits as they are, requests as shares and reservations. */
final class ContainerLimits {

    /** The engine refuses less. */
    private static final long LEAST_MEMORY = 6L << 20;

    private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal SHARES_OF_A_CPU = BigDecimal.valueOf(1024);

    private ContainerLimits() {}

    /** A limit of more processors than there are is no limit; what cannot be limited here becomes a problem. */
    static void add(@Nullable ResourceRequirements resources, String where, PodScope scope, ObjectNode hostConfig) {
        if (resources == null) {
            return;
        }
        Map<String, Quantity> limits = orEmpty(resources.getLimits());
        Map<String, Quantity> requests = orEmpty(resources.getRequests());
        for (String name : limits.keySet()) {
            if (!name.equals("cpu") && !name.equals("memory") && !name.equals("ephemeral-storage")) {
                scope.problem(where + ": the resource \"" + name + "\" is not supported on Docker");
            }
        }
        BigDecimal cpu = amount(limits, "cpu");
        if (cpu != null
                && cpu.signum() > 0
                && cpu.compareTo(BigDecimal.valueOf(scope.facts().cpus())) < 0) {
            // the engine refuses less than a hundredth
            hostConfig.put(
                    "NanoCpus", cpu.max(new BigDecimal("0.01")).multiply(NANO).longValue());
        }
        BigDecimal share = amount(requests, "cpu");
        if (share != null && share.signum() > 0) {
            hostConfig.put(
                    "CpuShares", Math.max(2, share.multiply(SHARES_OF_A_CPU).longValue()));
        }
        BigDecimal memory = amount(limits, "memory");
        if (memory != null && memory.signum() > 0 && scope.facts().memoryLimits()) {
            long bytes = Math.max(LEAST_MEMORY, memory.longValue());
            hostConfig.put("Memory", bytes).put("MemorySwap", bytes);
        }
        BigDecimal reserved = amount(requests, "memory");
        if (reserved != null && reserved.signum() > 0 && scope.facts().memoryLimits()) {
            long bytes = Math.max(LEAST_MEMORY, reserved.longValue());
            hostConfig.put(
                    "MemoryReservation",
                    Math.min(bytes, hostConfig.path("Memory").asLong(bytes)));
        }
    }

    private static Map<String, Quantity> orEmpty(@Nullable Map<String, Quantity> map) {
        return map == null ? Map.of() : map;
    }

    private static @Nullable BigDecimal amount(Map<String, Quantity> quantities, String name) {
        Quantity quantity = quantities.get(name);
        return quantity == null ? null : quantity.getNumericalAmount();
    }
}
