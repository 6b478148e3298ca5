package dev.skiff.archive;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of its own on a port of loopback, from the programs of this machine ({@code SKIFF_POSTGRES_BIN}, or Debian's). */
public final class PostgresServer implements AutoCloseable {
    public static final String USER = "archivist";
    public static final String PASSWORD = "a password 'with' signs";
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final long PATIENCE_S = 60;

    private final Path programs;
    private final Path directory;
    private final String address;
    private final int port;
    private final boolean encrypted;
    private @Nullable Process process;

    private PostgresServer(Path programs, Path directory, String address, int port, boolean encrypted) {
        this.programs = programs;
        this.directory = directory;
        this.address = address;
        this.port = port;
        this.encrypted = encrypted;
    }

    /** Where {@code initdb} and {@code postgres} are; empty when this machine has none. */
    public static Optional<Path> programs() {
        String given = System.getenv().getOrDefault("SKIFF_POSTGRES_BIN", "");
        if (!given.isEmpty()) {
            return Optional.of(Path.of(given));
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(v -> v.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Path::compareTo);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** One that runs. @param address of this machine. @param encrypted whether it has a certificate, in {@link #certificate} */
    public static PostgresServer start(String address, boolean encrypted) throws IOException, InterruptedException {
        Path programs = programs().orElseThrow();
        Path directory = Files.createTempDirectory("skiff-postgres");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            port = free.getLocalPort();
        }
        PostgresServer server = new PostgresServer(programs, directory, address, port, encrypted);
        server.make();
        server.begin();
        return server;
    }

    public static PostgresServer start() throws IOException, InterruptedException {
        return start("127.0.0.1", false);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** The server refuses to be root. */
    private static List<String> asNobodySpecial(String... command) {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    private void make() throws IOException, InterruptedException {
        Path password = directory.resolve("password");
        Files.writeString(password, PASSWORD + "\n");
        if (encrypted) {
            run(List.of(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=localhost",
                    "-addext",
                    "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout",
                    directory.resolve("server.key").toString(),
                    "-out",
                    certificate().toString()));
        }
        if (isRoot()) {
            run(List.of("chown", "-R", "postgres:postgres", directory.toString()));
        }
        run(asNobodySpecial(
                programs.resolve("initdb").toString(),
                "-D",
                data(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile=" + password,
                "-N",
                "-E",
                "UTF8",
                "--locale=C.UTF-8"));
        Path hosts = Path.of(data(), "pg_hba.conf");
        Files.writeString(hosts, Files.readString(hosts) + "host all all 0.0.0.0/0 scram-sha-256\n");
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    public Path certificate() {
        return directory.resolve("server.crt");
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " failed: " + said);
        }
    }

    /** Begins, with what it had. */
    public void begin() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(asNobodySpecial(
                programs.resolve("postgres").toString(),
                "-D",
                data(),
                "-h",
                address,
                "-p",
                Integer.toString(port),
                "-k",
                directory.toString(),
                "-c",
                "fsync=off",
                "-c",
                "shared_buffers=256MB"));
        if (encrypted) {
            command.addAll(List.of(
                    "-c", "ssl=on",
                    "-c", "ssl_cert_file=" + certificate(),
                    "-c", "ssl_key_file=" + directory.resolve("server.key")));
        }
        Process begun = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        process = begun;
        long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_S).toNanos();
        while (true) {
            try (Connection ignored = connection("postgres")) {
                return;
            } catch (SQLException e) {
                if (!begun.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException(Files.readString(directory.resolve("log")), e);
                }
            }
            Thread.sleep(50);
        }
    }

    /** Ends as in a crash. */
    public void crash() throws InterruptedException {
        Process running = process;
        if (running != null) {
            // SIGQUIT; of a postmaster that is killed outright, the children would live on
            running.descendants().forEach(ProcessHandle::destroy);
            signal(running, "QUIT");
            if (!running.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        }
    }

    private static void signal(Process process, String signal) throws InterruptedException {
        try {
            run(List.of("kill", "-" + signal, Long.toString(process.pid())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String address() {
        return address;
    }

    public int port() {
        return port;
    }

    /** One more database, empty. */
    public String database(String name) throws SQLException {
        execute("postgres", "create database " + name);
        return name;
    }

    public Connection connection(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address + ":" + port + "/" + database + "?sslmode=prefer", USER, PASSWORD);
    }

    public void execute(String database, String sql) throws SQLException {
        try (Connection connection = connection(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column. */
    public List<String> column(String database, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = connection(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    public ArchiveSettings.Server server(String database) {
        return server(database, "disable", null);
    }

    public ArchiveSettings.Server server(String database, String sslMode, @Nullable Path authorities) {
        return new ArchiveSettings.Server(
                address, port, database, sslMode, authorities, 4, Duration.ZERO, Duration.ofSeconds(5));
    }

    @Override
    public void close() throws IOException {
        try {
            crash();
            run(List.of("rm", "-rf", directory.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
