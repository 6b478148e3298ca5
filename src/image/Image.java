import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.DockerDaemonImage;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes the container image, by Jib: {@code make image} and {@code make image-jvm} run this file. What it is told, as {@code NAME=VALUE}:
 *
 * <ul>
 *   <li>{@code image}: the name of what is made, {@code NAME:TAG}
 *   <li>{@code base}: {@code scratch}, an image of a registry, {@code docker://NAME} of the local engine, {@code tar://FILE}
 *   <li>{@code to}: {@code docker}, {@code registry}, or a path that ends with {@code .tar}
 *   <li>{@code native}: the executable; or {@code app} and {@code java}, directories of the jar and of a Java runtime
 *   <li>{@code agent}: the executable that goes into users' pods
 *   <li>{@code version}, {@code revision}, {@code created} (seconds since 1970): said by the image's labels
 * </ul>
 */
final class Image {
    /** Nobody's: a number, since kubelets cannot tell by a name that it is not root's. */
    private static final String USER = "65532:65532";

    /** Where every base has a directory, or none; /bin is a link in many, which a layer would replace. */
    private static final String BIN = "/usr/local/bin/";

    private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
    private static final FilePermissions TEXT = FilePermissions.fromOctalString("644");
    private static final FilePermissions ANYBODYS = FilePermissions.fromOctalString("777");

    private final Map<String, String> options = new HashMap<>();
    private final Path work;

    private Image(List<String> arguments) throws IOException {
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            options.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        work = Files.createDirectories(Path.of("target", "image"));
    }

    public static void main(String... arguments) throws Exception {
        try {
            new Image(List.of(arguments)).make();
        } catch (java.util.concurrent.ExecutionException e) {
            fail(String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
        } catch (com.google.cloud.tools.jib.api.RegistryException | com.google.cloud.tools.jib.api.CacheDirectoryCreationException e) {
            fail(e.getMessage());
        }
    }

    private static void fail(String why) {
        System.err.println("image: " + why);
        System.exit(1);
    }

    private String option(String name) {
        return options.getOrDefault(name, "");
    }

    private void make() throws Exception {
        boolean isJvm = !option("app").isEmpty();
        if (option("base").equals("scratch") && (isJvm || isDynamic(Path.of(option("native"))))) {
            fail((isJvm ? "a Java runtime" : option("native") + " is linked dynamically, and") + " needs a system below it:"
                    + " give one with glibc by BASE=, or have musl's compiler (x86_64-linux-musl-gcc) in PATH for make native");
        }
        JibContainerBuilder image =
                option("base").equals("scratch") ? Jib.fromScratch() : Jib.from(option("base"));
        image.addFileEntriesLayer(system());
        if (isJvm) {
            image.addFileEntriesLayer(tree("java", Path.of(option("java")), "/opt/java"));
            image.addFileEntriesLayer(tree("libraries", Path.of(option("app"), "lib"), "/opt/skiff/lib"));
        }
        image.addFileEntriesLayer(layer("agent")
                .addEntry(Path.of(option("agent")), path("/skiff-agent/bin/skiff-agent"), PROGRAM)
                .build());
        image.addFileEntriesLayer(isJvm ? jvmProgram() : program());
        image.setEntrypoint(BIN + "skiff")
                .setProgramArguments("--help")
                .setUser(USER)
                .setWorkingDirectory(path("/tmp"))
                .addEnvironmentVariable("SKIFF_HOME", "/tmp/skiff")
                .addEnvironmentVariable("HOME", "/tmp")
                .addLabel("org.opencontainers.image.title", "Skiff")
                .addLabel("org.opencontainers.image.licenses", "Apache-2.0")
                .addLabel("org.opencontainers.image.version", option("version"))
                .addLabel("org.opencontainers.image.revision", option("revision"))
                .setCreationTime(Instant.ofEpochSecond(Long.parseLong(option("created"))));
        JibContainer made = image.containerize(target().setToolName("skiff"));
        System.out.println(option("image") + " (" + option("to") + "), from " + option("base") + ": " + made.getImageId());
    }

    private Containerizer target() throws Exception {
        ImageReference name = ImageReference.parse(option("image"));
        String to = option("to");
        Containerizer target =
                switch (to) {
                    case "docker" -> Containerizer.to(DockerDaemonImage.named(name));
                    case "registry" -> {
                        CredentialRetrieverFactory logins = CredentialRetrieverFactory.forImage(name, _ -> {});
                        yield Containerizer.to(RegistryImage.named(name)
                                .addCredentialRetriever(logins.dockerConfig())
                                .addCredentialRetriever(logins.wellKnownCredentialHelpers()));
                    }
                    default -> Containerizer.to(TarImage.at(Path.of(to)).named(name));
                };
        return target.setBaseImageLayersCache(work.resolve("base").toAbsolutePath())
                .setApplicationLayersCache(work.resolve("layers").toAbsolutePath());
    }

    /** Whether an executable (ELF, 64 bits, little-endian) names an interpreter: a program header of type 3. */
    private static boolean isDynamic(Path executable) throws IOException {
        byte[] start = new byte[4096];
        try (var in = Files.newInputStream(executable)) {
            in.readNBytes(start, 0, start.length);
        }
        ByteBuffer elf = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        int headers = (int) elf.getLong(32);
        return IntStream.range(0, elf.getShort(56)).anyMatch(i -> elf.getInt(headers + i * elf.getShort(54)) == 3);
    }

    private static AbsoluteUnixPath path(String path) {
        return AbsoluteUnixPath.get(path);
    }

    private static FileEntriesLayer.Builder layer(String name) {
        return FileEntriesLayer.builder().setName(name);
    }

    /** What a program expects of a system, where the base is none. */
    private FileEntriesLayer system() throws Exception {
        Path empty = Files.createDirectories(work.resolve("empty"));
        FileEntriesLayer.Builder layer = layer("system");
        if (option("base").equals("scratch")) {
            layer.addEntry(empty, path("/tmp"), ANYBODYS)
                    .addEntry(
                            file("passwd", "root:x:0:0::/:/bin/false\nskiff:x:65532:65532::/tmp:/bin/false\n"),
                            path("/etc/passwd"),
                            TEXT)
                    .addEntry(file("group", "root:x:0:\nskiff:x:65532:\n"), path("/etc/group"), TEXT)
                    .addEntry(file("certificates", authorities()), path("/etc/ssl/certs/ca-certificates.crt"), TEXT);
        }
        return layer.build();
    }

    /** The certificate authorities that this Java trusts, as other programs read them. */
    private static String authorities() throws Exception {
        KeyStore store = KeyStore.getInstance(
                Path.of(System.getProperty("java.home"), "lib", "security", "cacerts").toFile(), (char[]) null);
        List<String> names = Collections.list(store.aliases());
        Collections.sort(names);
        StringBuilder pem = new StringBuilder();
        for (String name : names) {
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(store.getCertificate(name).getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return pem.toString();
    }

    /** The other name is a file that the kernel gives to the executable, so that it needs no shell. */
    private FileEntriesLayer program() throws IOException {
        return layer("skiff")
                .addEntry(Path.of(option("native")), path(BIN + "skiff"), PROGRAM)
                .addEntry(file("argo", "#!" + BIN + "skiff\n"), path(BIN + "argo"), PROGRAM)
                .build();
    }

    private FileEntriesLayer jvmProgram() throws IOException {
        Path start = file("skiff", """
                #!/bin/sh
                exec /opt/java/bin/java -XX:+UseSerialGC -XX:MaxRAMPercentage=60 --enable-native-access=ALL-UNNAMED \\
                    --sun-misc-unsafe-memory-access=allow ${SKIFF_JAVA_OPTS:-} -jar /opt/skiff/quarkus-run.jar "$@"
                """);
        return tree("skiff", Path.of(option("app")), "/opt/skiff", "lib", "skiff.aot").toBuilder()
                .addEntry(start, path(BIN + "skiff"), PROGRAM)
                .addEntry(file("argo", "#!/bin/sh\nexec " + BIN + "skiff \"$@\"\n"), path(BIN + "argo"), PROGRAM)
                .build();
    }

    /** @param without names right below the root */
    private static FileEntriesLayer tree(String name, Path root, String in, String... without) throws IOException {
        FileEntriesLayer.Builder layer = layer(name);
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(Files::isRegularFile)
                    .filter(f -> !List.of(without).contains(root.relativize(f).getName(0).toString()))
                    .sorted()
                    .forEach(files::add);
        }
        for (Path file : files) {
            layer.addEntry(file, path(in + "/" + root.relativize(file)), Files.isExecutable(file) ? PROGRAM : TEXT);
        }
        return layer.build();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(work.resolve(name), text);
    }
}
