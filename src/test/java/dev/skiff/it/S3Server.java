package dev.skiff.it;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** moto's S3 server where pods reach it: on the address of this machine at which the API server listens. */
public final class S3Server implements AutoCloseable {
    private final Process process;
    private final String address;

    private S3Server(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** {@code SKIFF_MOTO_SERVER}, or what is found in {@code PATH}; {@code .ci/run} installs it. */
    public static S3Server start() {
        String command = System.getenv().getOrDefault("SKIFF_MOTO_SERVER", "moto_server");
        String host = apiServer();
        try (ServerSocket free = new ServerSocket()) {
            free.bind(new InetSocketAddress(host, 0));
            int port = free.getLocalPort();
            free.close();
            Process process = new ProcessBuilder(command, "-H", host, "-p", Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            S3Server server = new S3Server(process, host + ":" + port);
            server.await(host, port);
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "moto's server does not start on " + host + ": see S3IT for how to install it", e);
        }
    }

    private static String apiServer() {
        String server =
                Shell.run("kubectl", "config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}");
        return URI.create(server.strip()).getHost();
    }

    private void await(String host, int port) {
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            try (Socket open = new Socket(host, port)) {
                return;
            } catch (IOException e) {
                ServedNamespace.pause(100);
            }
        }
        throw new IllegalStateException("moto's server does not listen on " + address);
    }

    /** Host and port. */
    public String address() {
        return address;
    }

    public void bucket(String name) {
        Matcher made = Pattern.compile("20\\d")
                .matcher(Shell.run(
                        "curl",
                        "-sS",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        "-X",
                        "PUT",
                        "http://" + address + "/" + name));
        if (!made.find()) {
            throw new IllegalStateException("no bucket " + name);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
