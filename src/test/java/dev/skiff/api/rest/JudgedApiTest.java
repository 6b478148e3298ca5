package dev.skiff.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.api.rest.ServedApi.Answer;
import dev.skiff.kubernetes.client.ActingAs;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.kubernetes.service.Callers;
import dev.skiff.kubernetes.service.ClusterService;
import dev.skiff.kubernetes.service.ServiceSettings;
import dev.skiff.oidc.FakeIssuer;
import dev.skiff.oidc.OidcVerifier;
import dev.skiff.port.service.AuthMode;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.WebServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The API in front of a cluster, over HTTP: who is let in as whom, and what others hear. */
class JudgedApiTest {
    private static final String WORKFLOWS = "/api/v1/workflows/argo";

    private static Vertx vertx;
    private final FakeIssuer issuer = new FakeIssuer();
    private final FakeKubeApi anonymous = new FakeKubeApi();
    private final FakeKubeApi own = new FakeKubeApi();
    private WebServer.Opened server = open(EnumSet.of(AuthMode.CLIENT, AuthMode.OIDC));

    @BeforeAll
    static void begin() {
        vertx = Vertx.vertx();
        ServedApi.begin();
    }

    @AfterAll
    static void end() {
        ServedApi.end();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private WebServer.Opened open(Set<AuthMode> modes) {
        InstantSource clock = InstantSource.fixed(FakeIssuer.NOW);
        Callers callers = Callers.of(
                modes,
                anonymous,
                own,
                modes.contains(AuthMode.OIDC)
                        ? new OidcVerifier(issuer.settings("oidc:", "groups", "oidc:"), clock)
                        : null);
        return ApiServers.open(
                vertx,
                clock,
                new ClusterService(callers, new ServiceSettings("", clock, (wanted, readable) -> nothing())),
                new WebServer.Settings("127.0.0.1", 0, "", null, List.of(), 64 * 1024));
    }

    private static Download nothing() {
        throw new AssertionError("no artifact is asked for");
    }

    @AfterEach
    void close() {
        server.close();
        issuer.close();
        anonymous.close();
        own.close();
    }

    private Answer ask(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(
                        method,
                        method.equals("POST")
                                ? HttpRequest.BodyPublishers.ofString("{\"workflow\":" + ServedApi.HELLO + "}")
                                : HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return ServedApi.send(request.build());
    }

    private static void isUnknown(Answer answer, String... words) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.http().headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
        assertThat(answer.body().path("code").asInt()).isEqualTo(16);
        assertThat(answer.body().path("message").asText()).contains(words);
    }

    private List<Call> writes() {
        return Stream.concat(anonymous.writes().stream(), own.writes().stream()).toList();
    }

    @Test
    void whoIsNotKnownIsNotLetIn() throws Exception {
        isUnknown(ask("GET", WORKFLOWS), "say who you are", "kubectl create token", issuer.url());
        isUnknown(ask("POST", WORKFLOWS, "Authorization", "Basic YTpi"), "no token");
        isUnknown(ask("GET", "/api/v1/version"), "say who you are");
        for (String bad : List.of(
                issuer.token(c -> c.setAudience("others")),
                issuer.token(c -> c.setExpirationTime(NumericDate.fromMilliseconds(
                        FakeIssuer.NOW.minusSeconds(60).toEpochMilli()))),
                issuer.token(c -> {}) + "x")) {
            Answer answer = ask("POST", WORKFLOWS, "Authorization", "Bearer " + bad);
            isUnknown(answer, "the token ");
            assertThat(answer.http().body()).doesNotContain(bad.substring(0, 30));
        }
        assertThat(anonymous.calls()).isEmpty();
        assertThat(own.calls()).isEmpty();

        anonymous.refuse(1, call -> true, 401, "Unauthorized", "Unauthorized");
        isUnknown(ask("GET", WORKFLOWS, "Authorization", "Bearer wrong"), "it is wrong or has expired");
    }

    @Test
    void whoIsKnownAndMayNotHearsWhatIsMissing() throws Exception {
        own.refuse(
                1,
                call -> true,
                403,
                "Forbidden",
                "workflows.argoproj.io is forbidden: User \"oidc:ann\" cannot create resource \"workflows\" in API group"
                        + " \"argoproj.io\" in the namespace \"argo\"");
        Answer answer = ask("POST", WORKFLOWS, "Authorization", "Bearer " + issuer.token(c -> {}));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.http().headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(answer.body().path("message").asText())
                .contains("the user oidc:ann may not create workflows of argoproj.io in the namespace argo");
    }

    @Test
    void aUserOfTheIssuerIsVouchedForAndATokenOfTheClusterIsHandedOn() throws Exception {
        String ann = issuer.token(c -> c.setStringListClaim("groups", "team"));
        assertThat(ask("POST", WORKFLOWS, "Authorization", "Bearer " + ann).status())
                .isEqualTo(200);
        assertThat(own.writes())
                .isNotEmpty()
                .allMatch(call -> call.as().equals(new ActingAs.User("oidc:ann", List.of("oidc:team"))));
        assertThat(anonymous.calls()).isEmpty();

        assertThat(ask("POST", WORKFLOWS, "Authorization", "Bearer clusters-own")
                        .status())
                .isEqualTo(200);
        assertThat(anonymous.writes())
                .isNotEmpty()
                .allMatch(call -> call.as().equals(new ActingAs.Bearer("clusters-own")));
    }

    @Test
    void nobodyIsTakenForAnother() throws Exception {
        String ann = "Bearer " + issuer.token(c -> {});
        for (String header :
                List.of("Impersonate-User", "impersonate-group", "IMPERSONATE-UID", "Impersonate-Extra-Scopes")) {
            Answer answer = ask("POST", WORKFLOWS, "Authorization", ann, header, "system:masters");
            assertThat(answer.status()).as(header).isEqualTo(400);
            assertThat(answer.body().path("message").asText()).contains("everybody acts as himself");
        }
        assertThat(writes()).isEmpty();
    }

    @Test
    void withoutTheIssuerItIsNotTheUsersFault() throws Exception {
        issuer.answersWith(502);
        Answer answer = ask("GET", WORKFLOWS, "Authorization", "Bearer " + issuer.token(c -> {}));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.http().headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body().path("message").asText()).contains("keys of the issuer " + issuer.url(), "502");
        assertThat(own.calls()).isEmpty();
    }

    @Test
    void oneIsToldWhoOneIs() throws Exception {
        for (FakeKubeApi api : List.of(anonymous, own)) {
            api.onCreate(object -> object.withObjectProperty("status")
                    .withObjectProperty("userInfo")
                    .put("username", "system:serviceaccount:argo:robot")
                    .putArray("groups")
                    .add("system:authenticated"));
        }
        Answer user = ask(
                "GET",
                "/api/v1/userinfo",
                "Authorization",
                "Bearer " + issuer.token(c -> c.setClaim("email", "ann@example.org")));
        assertThat(user.status()).isEqualTo(200);
        assertThat(user.body().path("issuer").asText()).isEqualTo(issuer.url());
        assertThat(user.body().path("email").asText()).isEqualTo("ann@example.org");
        assertThat(own.writes()).allMatch(call -> call.as().equals(new ActingAs.User("oidc:ann", List.of())));

        Answer robot = ask("GET", "/api/v1/userinfo", "Authorization", "Bearer opaque");
        assertThat(robot.body().path("subject").asText()).isEqualTo("system:serviceaccount:argo:robot");
        assertThat(robot.body().path("serviceAccountName").asText()).isEqualTo("robot");
        assertThat(robot.body().path("serviceAccountNamespace").asText()).isEqualTo("argo");
        assertThat(robot.body().path("issuer").asText()).isEmpty();
        assertThat(robot.body().path("groups").toString()).isEqualTo("[\"system:authenticated\"]");
    }

    @Test
    void anApiServerThatTellsNobodyWhoHeIsIsNamed() throws Exception {
        anonymous.refuse(1, call -> true, 404, "NotFound", "the server could not find the requested resource");
        Answer answer = ask("GET", "/api/v1/userinfo", "Authorization", "Bearer opaque");
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.body().path("message").asText()).contains("SelfSubjectReview");
    }

    @Test
    void aServerThatAsksNobodyActsAsItself() throws Exception {
        server.close();
        server = open(EnumSet.of(AuthMode.SERVER));
        assertThat(ask("POST", WORKFLOWS).status()).isEqualTo(200);
        assertThat(ask("POST", WORKFLOWS, "Authorization", "Basic YTpi").status())
                .isEqualTo(200);
        assertThat(own.writes())
                .hasSizeGreaterThan(1)
                .allMatch(call -> call.as().equals(ActingAs.ITSELF));
        assertThat(ask("POST", WORKFLOWS, "Impersonate-User", "ann").status()).isEqualTo(400);
    }
}
