package dev.skiff.kubernetes.client.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections. The sessions of TLS are resumed where the server lets us, which spares both sides the certificates.
 *
 * @param versions of TLS, by Java's names; empty for what Java takes
 * @param within of each address that the host's name has, and of the handshake
 */
@SuppressWarnings("ArrayRecordComponent") // made once, compared by nobody
record Dialer(SSLSocketFactory secured, String[] versions, Duration within) {

    /** @throws IOException when none of the host's addresses answers, or its certificate is not accepted */
    Connection connect(Origin origin) throws IOException {
        Socket socket = reached(origin);
        try {
            socket.setTcpNoDelay(true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            return new Connection(socket, origin.secure() ? secured(socket, origin) : socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Socket reached(Origin origin) throws IOException {
        IOException failure = new IOException("no address is known of " + origin.host());
        for (InetAddress address : InetAddress.getAllByName(origin.host())) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, origin.port()), (int) within.toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure;
    }

    private Socket secured(Socket socket, Origin origin) throws IOException {
        SSLSocket tls = (SSLSocket) secured.createSocket(socket, origin.host(), origin.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (versions.length > 0) {
            parameters.setProtocols(versions);
        }
        tls.setSSLParameters(parameters);
        socket.setSoTimeout((int) within.toMillis());
        tls.startHandshake();
        socket.setSoTimeout(0);
        return tls;
    }

    /** Whom a request is for. */
    record Origin(boolean secure, String host, int port) {

        /** @throws IOException when it is no address of HTTP */
        static Origin of(java.net.URI uri) throws IOException {
            @Nullable String scheme = uri.getScheme();
            boolean secure = "https".equalsIgnoreCase(scheme);
            if (uri.getHost() == null || !secure && !"http".equalsIgnoreCase(scheme)) {
                throw new IOException(uri + " is no address of http or https");
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
            return new Origin(secure, uri.getHost().replaceAll("[\\[\\]]", ""), port);
        }

        /** Asked for each call: the one that records have is interpreted in a native executable, at many times the cost. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Origin(boolean itsSecure, String itsHost, int itsPort)
                    && port == itsPort
                    && secure == itsSecure
                    && host.equals(itsHost);
        }

        @Override
        public int hashCode() {
            return 31 * host.hashCode() + port;
        }

        /** As the header {@code Host} has it. */
        String name() {
            String named = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
            return port == (secure ? 443 : 80) ? named : named + ":" + port;
        }
    }
}
