package dev.skiff.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers of S3 do that none of the tests' own does. */
class S3ClientTest {
    @TempDir
    Path directory;

    private ScriptedServer server;
    private S3Client client;

    @BeforeEach
    void serve() throws IOException {
        server = new ScriptedServer();
        client = new S3Client(
                S3Endpoint.of(server.host(), true, "", ""),
                AwsIdentity.of(new AwsCredentials("AKID", "s3cret", "t0ken", null)),
                Duration.ofMillis(1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String error(String code) {
        return "<Error><Code>" + code + "</Code><Message>words</Message></Error>";
    }

    private Path get(String key) throws IOException {
        Path to = directory.resolve("got");
        client.get("lake", key, to, S3Encryption.NONE, _ -> {});
        return to;
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("file"), text);
    }

    @Test
    void anObjectThatBreaksOffIsTakenUpWhereItBroke() throws Exception {
        server.then(200, "one ", Map.of("ETag", "\"v1\""), 10)
                .then(503, "")
                .then(206, "two ", Map.of("ETag", "\"v1\""), 6)
                .then(200, "one two three", Map.of("ETag", "\"v1\""), 0);

        assertThat(get("a")).hasContent("one two three");
        assertThat(server.asked)
                .extracting(a -> a.header("Range"))
                .containsExactly("", "bytes=4-", "bytes=4-", "bytes=8-");
        assertThat(server.asked.getLast().header("If-match")).isEqualTo("\"v1\"");
        assertThat(server.asked.getLast().header("Authorization")).contains("SignedHeaders=host;if-match;range;");
    }

    @Test
    void anObjectThatIsAnotherByNowIsNotPutTogether() {
        server.then(200, "one ", Map.of("ETag", "\"v1\""), 10).then(412, error("PreconditionFailed"));

        assertThatThrownBy(() -> get("a")).hasMessageContaining("status 412, PreconditionFailed: words");
    }

    @Test
    void whatTheReaderRefusesIsNotAskedForAgain() {
        server.then(200, "much");
        IOException tooMuch = new IOException("too much");

        assertThatThrownBy(() -> client.get("lake", "a", directory.resolve("x"), S3Encryption.NONE, _ -> {
                    throw tooMuch;
                }))
                .isSameAs(tooMuch);
        assertThat(server.asked).hasSize(1);
    }

    @Test
    void aBucketOfAnotherRegionIsAskedThere() throws Exception {
        Map<String, String> there = Map.of("x-amz-bucket-region", "eu-west-1");
        server.then(400, error("AuthorizationHeaderMalformed"), there, 0)
                .then(200, "here")
                .then(200, "here again");

        assertThat(get("a")).hasContent("here");
        assertThat(get("b")).hasContent("here again");
        assertThat(server.asked)
                .extracting(a -> a.header("Authorization").replaceFirst(".*/(.*)/s3/.*", "$1"))
                .containsExactly("us-east-1", "eu-west-1", "eu-west-1");
    }

    @Test
    void aServerThatIsBusyIsAskedAgainAndAtLastQuoted() {
        for (int i = 0; i < 4; i++) {
            server.then(503, error("SlowDown"));
        }

        assertThatThrownBy(() -> client.put("lake", "a", file("x"), S3Encryption.NONE, 1 << 20))
                .isInstanceOf(S3Refusal.class)
                .hasMessage("the store answered with status 503, SlowDown: words");
        assertThat(server.asked).hasSize(4).allMatch(a -> a.body().equals("x"));
    }

    @Test
    void whatTheBodyIsIsSignedWhereNoTlsProtectsIt() throws Exception {
        server.then(200, "");

        client.put("lake", "a b", file("x"), S3Encryption.kms("arn:key", "{}"), 1 << 20);

        var asked = server.asked.getFirst();
        assertThat(asked.line()).isEqualTo("PUT /lake/a%20b");
        assertThat(asked.header("X-amz-content-sha256")).isEqualTo(SigV4.sha256(new byte[] {'x'}));
        assertThat(asked.header("X-amz-security-token")).isEqualTo("t0ken");
        assertThat(asked.header("X-amz-server-side-encryption-aws-kms-key-id")).isEqualTo("arn:key");
        assertThat(asked.header("X-amz-server-side-encryption-context")).isEqualTo("e30=");
    }

    @Test
    void aKeyOfTheCustomersIsSentWithEachPart() throws Exception {
        server.then(200, "<R><UploadId>u&amp;1</UploadId></R>")
                .then(200, "", Map.of("ETag", "\"1\""), 0)
                .then(200, "", Map.of("ETag", "\"2\""), 0)
                .then(200, "<CompleteMultipartUploadResult/>");
        S3Encryption own = S3Encryption.ownKey(new byte[32]);

        client.put("lake", "a", file("12345"), own, 3);

        assertThat(server.lines())
                .containsExactly(
                        "POST /lake/a?uploads=",
                        "PUT /lake/a?partNumber=1&uploadId=u%261",
                        "PUT /lake/a?partNumber=2&uploadId=u%261",
                        "POST /lake/a?uploadId=u%261");
        assertThat(server.asked).extracting(ScriptedServer.Asked::body).contains("123", "45");
        assertThat(server.asked.getLast().body())
                .contains("<Part><PartNumber>2</PartNumber><ETag>&quot;2&quot;</ETag></Part>");
        assertThat(server.asked)
                .extracting(a -> a.header("X-amz-server-side-encryption-customer-key-md5"))
                .containsOnly("cLyPS3KoaSFGi/joRB3OUQ==");
        assertThat(own).asString().doesNotContain("AAAA");
    }

    /** S3 answers with status 200 before it knows. */
    @Test
    void partsThatCannotBePutTogetherAreAFailureAndAreAborted() {
        server.then(200, "<R><UploadId>u</UploadId></R>").then(200, "", Map.of("ETag", "\"1\""), 0);
        for (int i = 0; i < 4; i++) {
            server.then(200, error("InternalError"));
        }
        server.then(204, "");

        assertThatThrownBy(() -> client.put("lake", "a", file("123"), S3Encryption.NONE, 3))
                .hasMessageContaining("InternalError");
        assertThat(server.lines().getLast()).isEqualTo("DELETE /lake/a?uploadId=u");
    }

    @Test
    void aListingHasAllItsPages() throws Exception {
        server.then(200, """
                        <ListBucketResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
                        <Contents><Key>p/a+b%01</Key></Contents><NextContinuationToken>n/1</NextContinuationToken>
                        </ListBucketResult>""").then(200, """
                        <ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>p/c+d</Key></Contents>
                        </ListBucketResult>""");
        List<String> keys = new ArrayList<>();

        client.list("lake", "p/", keys::add);

        assertThat(keys).containsExactly("p/a b\u0001", "p/c+d");
        assertThat(server.lines().getLast())
                .isEqualTo("GET /lake?continuation-token=n%2F1&encoding-type=url&list-type=2&prefix=p%2F");
    }

    @Test
    void aServerThatIsNoneOfS3HasNoObjectsRatherThanLackingOne() {
        server.then(404, "<html><p>not here</html>");

        assertThatThrownBy(() -> get("a"))
                .isInstanceOfSatisfying(
                        S3Refusal.class, e -> assertThat(e.code()).isEmpty());
    }

    @Test
    void theSizeOfAnObject() throws Exception {
        server.then(200, "", Map.of("Content-Length", "5"), 0).then(404, "");

        assertThat(client.size("lake", "a", S3Encryption.NONE)).isPresent();
        assertThat(client.size("lake", "b", S3Encryption.NONE)).isEmpty();
    }

    @Test
    void keysThatAreWrongAreSaidToBeWithoutBeingShown() {
        server.then(403, error("SignatureDoesNotMatch"));

        assertThatThrownBy(() -> get("a"))
                .hasMessageContaining("see accessKeySecret and secretKeySecret")
                .message()
                .doesNotContain("s3cret")
                .doesNotContain("t0ken");
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private SSLContext certified(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void aServerWhoseCertificateIsSignedByTheNamedAuthorityIsTrusted() throws Exception {
        String store = directory.resolve("keys.p12").toString();
        Path pem = directory.resolve("ca.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store,
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "a",
                "-keystore",
                store,
                "-storepass",
                "changeit",
                "-file",
                pem.toString());
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(certified(Path.of(store))));
        AwsIdentity identity = AwsIdentity.of(AwsCredentials.lasting("AKID", "s3cret"));
        try (ScriptedServer secure = new ScriptedServer(https)) {
            S3Endpoint endpoint = S3Endpoint.of(secure.host(), false, "", "");
            secure.then(200, "trusted");
            var way = new AwsHttp.Way(
                    Duration.ofSeconds(5), Duration.ofSeconds(5), Authorities.trusting(Files.readString(pem), "pem"));
            S3Client trusting = new S3Client(endpoint, identity, Duration.ofMillis(1), way);
            Path to = directory.resolve("got");

            trusting.get("lake", "a", to, S3Encryption.NONE, _ -> {});

            assertThat(to).hasContent("trusted");
            S3Client usual = new S3Client(endpoint, identity, Duration.ofMillis(1));
            assertThatThrownBy(() -> usual.size("lake", "a", S3Encryption.NONE))
                    .isInstanceOfSatisfying(
                            IOException.class,
                            e -> assertThat(Troubles.words(e)).contains("name its CA by caSecret"));
        }
        assertThatThrownBy(() -> Authorities.trusting("no certificate", "s3.caSecret"))
                .hasMessageContaining("s3.caSecret");
    }
}
