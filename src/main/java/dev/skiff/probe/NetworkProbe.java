package dev.skiff.probe;

import dev.skiff.pod.ContainerProbes.Action;
import dev.skiff.port.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks over the network as a kubelet does: certificates are not verified, a redirection is an answer. By hand, because a probe may set
 * every header, {@code Host} too, and needs no more of the answer than its first line.
 */
final class NetworkProbe {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})( .*)?");
    private static final int LONGEST_LINE = 4096;

    private NetworkProbe() {}

    static boolean tcp(Action.Tcp probe, String address, Duration timeout) {
        try (Socket socket = connected(host(probe.host(), address), probe.port(), timeout)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    static boolean http(Action.Http probe, String address, Duration timeout) {
        String host = host(probe.host(), address);
        try (Socket plain = connected(host, probe.port(), timeout)) {
            plain.setSoTimeout(millis(timeout));
            if (!probe.tls()) {
                return isYes(plain, probe, host);
            }
            try (Socket tls = Trust.anybody().getSocketFactory().createSocket(plain, host, probe.port(), true)) {
                return isYes(tls, probe, host);
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static String host(@Nullable String asked, String address) {
        return asked == null || asked.isEmpty() ? address : asked;
    }

    private static Socket connected(String host, int port, Duration timeout) throws IOException {
        Socket socket = new Socket();
        boolean connected = false;
        try {
            socket.connect(new InetSocketAddress(host, port), millis(timeout));
            connected = true;
            return socket;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    private static int millis(Duration timeout) {
        return (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    }

    private static boolean isYes(Socket socket, Action.Http probe, String host) throws IOException {
        boolean ownHost = probe.headers().stream()
                .anyMatch(h -> h.toLowerCase(Locale.ROOT).startsWith("host:"));
        StringBuilder request = new StringBuilder("GET " + probe.path() + " HTTP/1.1\r\n");
        if (!ownHost) {
            request.append("Host: ")
                    .append(host)
                    .append(':')
                    .append(probe.port())
                    .append("\r\n");
        }
        request.append("User-Agent: kube-probe/1.33\r\nAccept: */*\r\nConnection: close\r\n");
        probe.headers().forEach(h -> request.append(h.replaceAll("[\r\n]", " ")).append("\r\n"));
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        var status = STATUS.matcher(firstLine(socket.getInputStream()));
        return status.matches()
                && status.group(1).compareTo("200") >= 0
                && status.group(1).compareTo("400") < 0;
    }

    private static String firstLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n' && line.size() < LONGEST_LINE; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
