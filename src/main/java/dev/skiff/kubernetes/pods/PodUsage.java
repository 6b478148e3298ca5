package dev.skiff.kubernetes.pods;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** For how long the containers of a pod had which resources (MET-04): seconds of 1 core, of 100 MiB, of 10 GiB of storage. */
final class PodUsage {
    private static final BigDecimal MEBI = BigDecimal.valueOf(1 << 20);
    private static final BigDecimal MEMORY = MEBI.multiply(BigDecimal.valueOf(100));
    private static final BigDecimal STORAGE = MEBI.multiply(BigDecimal.valueOf(10 << 10));
    /** What a container counts for that asks for nothing. */
    private static final Map<String, BigDecimal> DEFAULTS = Map.of("cpu", new BigDecimal("0.1"), "memory", MEMORY);

    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

    private PodUsage() {}

    /** Whole seconds by the name of the resource; empty when no container has ended. */
    static Map<String, Long> of(PodView pod) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        List<PodView.Container> ended = Stream.concat(pod.inits().stream(), pod.containers().stream())
                .filter(c -> c.hasEnded() && c.startedAt() != null && c.finishedAt() != null)
                .toList();
        for (PodView.Container container : ended) {
            BigDecimal seconds = BigDecimal.valueOf(Math.max(
                            0,
                            Duration.between(container.startedAt(), container.finishedAt())
                                    .toMillis()))
                    .divide(MILLIS);
            Map<String, BigDecimal> amounts = new LinkedHashMap<>(DEFAULTS);
            pod.resources().getOrDefault(container.name(), Map.of()).forEach((name, text) -> put(amounts, name, text));
            amounts.forEach((name, amount) -> sums.merge(
                    name, amount.multiply(seconds).divide(unit(name), 6, RoundingMode.HALF_UP), BigDecimal::add));
        }
        Map<String, Long> whole = new TreeMap<>();
        sums.forEach((name, seconds) -> whole.put(name, seconds.longValue()));
        return whole;
    }

    private static void put(Map<String, BigDecimal> amounts, String name, String text) {
        try {
            amounts.put(name, Quantity.getAmountInBytes(Quantity.parse(text)));
        } catch (IllegalArgumentException | ArithmeticException e) {
            // the server has taken it, so that it is one; what we cannot read is not counted
            amounts.remove(name);
        }
    }

    private static BigDecimal unit(String name) {
        return switch (name) {
            case "memory" -> MEMORY;
            case "storage", "ephemeral-storage" -> STORAGE;
            default -> BigDecimal.ONE;
        };
    }
}
