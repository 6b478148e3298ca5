package dev.skiff.port.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers over HTTP for a service. */
public interface WebServer {

    /**
     * How.
     *
     * @param host what to listen on: {@code 127.0.0.1} for this machine alone
     * @param port 0 for any that is free
     * @param token that every request has to give; empty when the service itself judges who asks
     * @param certificate PEM files for TLS; null for plain HTTP
     * @param origins of pages on other hosts that may ask ({@code https://ui.example.org}); empty for none
     * @param largestBody in bytes
     */
    record Settings(
            String host,
            int port,
            String token,
            @Nullable Certificate certificate,
            List<String> origins,
            int largestBody) {
        private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

        /** What a body may have when nobody says otherwise: 2 MiB, more than a cluster takes for an object. */
        public static final int LARGEST_BODY = 2 << 20;

        public Settings {
            origins = List.copyOf(origins);
        }

        /** Whether it listens on loopback alone. */
        public boolean isForThisMachine() {
            return isThisMachine(host);
        }

        /** Whether a name is this machine's on loopback. */
        public static boolean isThisMachine(String host) {
            return LOOPBACK.contains(host);
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "Settings[host=" + host + ", port=" + port + "]";
        }
    }

    record Certificate(Path chain, Path key) {}

    /** A server that listens. */
    interface Opened extends AutoCloseable {

        /** Where: {@code http://127.0.0.1:2746}. */
        String url();

        /** Listens no longer; streams end. */
        @Override
        void close();
    }

    /** @throws ServiceException UNAVAILABLE when it cannot listen there, or a certificate cannot be read: says why */
    Opened open(WorkflowService service, Settings settings);
}
