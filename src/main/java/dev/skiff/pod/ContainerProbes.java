package dev.skiff.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a kubelet asks one container while it runs.
 *
 * @param startup comes before the others; its failure ends the container
 * @param liveness its failure ends the container
 * @param readiness only of a daemon: nothing waits for others to be ready
 */
public record ContainerProbes(
        String container, Optional<Check> startup, Optional<Check> liveness, Optional<Check> readiness) {

    /** One question, and how often it is asked; the defaults are those of the API. */
    public record Check(
            Action action,
            Duration initialDelay,
            Duration period,
            Duration timeout,
            int successThreshold,
            int failureThreshold) {}

    /** How the question is put. */
    public sealed interface Action {
        /** A command in the container: exit code 0 is yes. */
        record Exec(List<String> command) implements Action {
            public Exec {
                command = List.copyOf(command);
            }
        }

        /** A request: a status from 200 to 399 is yes. */
        record Http(boolean tls, @Nullable String host, int port, String path, List<String> headers) implements Action {
            public Http {
                headers = List.copyOf(headers);
            }
        }

        /** A connection: that it can be made is yes. */
        record Tcp(@Nullable String host, int port) implements Action {}
    }

    /** Whether there is nothing to ask. */
    public boolean isEmpty() {
        return startup.isEmpty() && liveness.isEmpty() && readiness.isEmpty();
    }

    /** Whether a question needs the pod's address. */
    public boolean needsAddress() {
        return List.of(startup, liveness, readiness).stream()
                .flatMap(Optional::stream)
                .anyMatch(c -> !(c.action() instanceof Action.Exec));
    }

    /**
     * @param daemon whether something waits for the pod to be ready
     * @param word what becomes of each word of an exec command
     * @param problems gets a sentence for each probe that cannot be asked
     */
    public static ContainerProbes of(
            Container container, boolean daemon, UnaryOperator<String> word, Consumer<String> problems) {
        Reader reader = new Reader(container, word, problems);
        return new ContainerProbes(
                container.getName(),
                reader.check("startupProbe", container.getStartupProbe()),
                reader.check("livenessProbe", container.getLivenessProbe()),
                daemon ? reader.check("readinessProbe", container.getReadinessProbe()) : Optional.empty());
    }

    private record Reader(Container container, UnaryOperator<String> word, Consumer<String> problems) {

        Optional<Check> check(String field, @Nullable Probe probe) {
            if (probe == null) {
                return Optional.empty();
            }
            String where = "container " + container.getName() + ", " + field;
            return action(probe, where)
                    .map(action -> new Check(
                            action,
                            Duration.ofSeconds(or(probe.getInitialDelaySeconds(), 0, 0)),
                            Duration.ofSeconds(or(probe.getPeriodSeconds(), 10, 1)),
                            Duration.ofSeconds(or(probe.getTimeoutSeconds(), 1, 1)),
                            or(probe.getSuccessThreshold(), 1, 1),
                            or(probe.getFailureThreshold(), 3, 1)));
        }

        private static int or(@Nullable Integer given, int usual, int least) {
            return given == null || given == 0 ? usual : Math.max(least, given);
        }

        private Optional<Action> action(Probe probe, String where) {
            if (probe.getExec() != null) {
                return Optional.of(new Action.Exec(
                        probe.getExec().getCommand().stream().map(word).toList()));
            } else if (probe.getHttpGet() != null) {
                HTTPGetAction get = probe.getHttpGet();
                String path = Objects.requireNonNullElse(get.getPath(), "/");
                return port(get.getPort(), where)
                        .map(port -> new Action.Http(
                                "HTTPS".equalsIgnoreCase(get.getScheme()),
                                get.getHost(),
                                port,
                                path.startsWith("/") ? path : "/" + path,
                                get.getHttpHeaders().stream()
                                        .map(h -> h.getName() + ": " + h.getValue())
                                        .toList()));
            } else if (probe.getTcpSocket() != null) {
                return port(probe.getTcpSocket().getPort(), where)
                        .map(port -> new Action.Tcp(probe.getTcpSocket().getHost(), port));
            }
            problems.accept(where + ": "
                    + (probe.getGrpc() == null ? "it asks nothing" : "grpc probes are not supported")
                    + "; use exec, httpGet or tcpSocket");
            return Optional.empty();
        }

        /** A number, or the name of one of the container's ports. */
        private Optional<Integer> port(@Nullable IntOrString port, String where) {
            Integer number = port == null ? null : port.getIntVal();
            String name = port == null || port.getStrVal() == null ? "" : port.getStrVal();
            if (number == null && !name.isEmpty() && name.chars().allMatch(Character::isDigit) && name.length() < 6) {
                number = Integer.valueOf(name);
            }
            if (number == null) {
                number = container.getPorts().stream()
                        .filter(p -> name.equals(p.getName()))
                        .map(ContainerPort::getContainerPort)
                        .findFirst()
                        .orElse(0);
            }
            if (number < 1 || number > 65535) {
                problems.accept(where + ": the port \"" + (name.isEmpty() ? number : name)
                        + "\" is neither a number from 1 to 65535 nor the name of one of the container's ports");
                return Optional.empty();
            }
            return Optional.of(number);
        }
    }
}
