package dev.skiff.kubernetes.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.ActingAs;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.FakeKubeApi;
import dev.skiff.port.service.AuthMode;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.TokenVerifier;
import dev.skiff.port.service.WorkflowService;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As whom the API server is asked, by what a caller shows and by what the server was begun with. */
class CallersTest {
    private static final ActingAs ANN = new ActingAs.User("oidc:ann", List.of("oidc:team"));

    private static final String WORKFLOWS = "/apis/argoproj.io/v1alpha1/namespaces/argo/workflows";

    private final FakeKubeApi anonymous = new FakeKubeApi();
    private final FakeKubeApi own = new FakeKubeApi();
    private int number;

    @AfterEach
    void end() {
        anonymous.close();
        own.close();
    }

    /** Its tokens begin with {@code oidc.}, and those that are good end with {@code .good}. */
    private static final class FakeVerifier implements TokenVerifier {
        private boolean closed;

        @Override
        public String whose() {
            return "the issuer https://id.example.org";
        }

        @Override
        public boolean concerns(String token) {
            return token.startsWith("oidc.");
        }

        @Override
        public Verified verify(String token) {
            if (!concerns(token) || !token.endsWith(".good")) {
                throw new ServiceException(Why.UNAUTHENTICATED, "the token is not good");
            }
            return new Verified(
                    "https://id.example.org", "oidc:ann", List.of("oidc:team"), "Ann", "ann@example.org", "annie");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private Callers callers(AuthMode... modes) {
        Set<AuthMode> chosen = EnumSet.copyOf(List.of(modes));
        return Callers.of(chosen, anonymous, own, chosen.contains(AuthMode.OIDC) ? new FakeVerifier() : null);
    }

    /** As whom something is made: {@code anonymous bearer …}, {@code own User[…]}; or why not. */
    private String act(Callers callers, String token) {
        WorkflowService service =
                new ClusterService(callers, new ServiceSettings("", InstantSource.system(), FakeDepot.EMPTY));
        int byNobody = anonymous.writes().size();
        int byItself = own.writes().size();
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("metadata").put("name", "w" + number++);
        try {
            service.as(new Caller(token)).create(ResourceKind.WORKFLOW, "argo", object, false);
        } catch (ServiceException e) {
            assertThat(anonymous.calls().size() + own.calls().size()).isEqualTo(byNobody + byItself);
            return e.why() + ": " + e.getMessage();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(anonymous.writes().size() + own.writes().size()).isEqualTo(byNobody + byItself + 1);
        boolean asItself = own.writes().size() > byItself;
        Call call = (asItself ? own : anonymous).writes().getLast();
        return (asItself ? "own " : "anonymous ")
                + (call.as() instanceof ActingAs.Bearer bearer ? "bearer " + bearer.token() : call.as());
    }

    @Test
    void aTokenOfTheClustersIsHandedOnByWhoHasNothingToShow() {
        Callers callers = callers(AuthMode.CLIENT);
        assertThat(act(callers, "abc")).isEqualTo("anonymous bearer abc");
        assertThat(act(callers, "oidc.x.good")).isEqualTo("anonymous bearer oidc.x.good");
        assertThat(act(callers, ""))
                .startsWith("UNAUTHENTICATED: say who you are")
                .contains("kubectl create token");
        assertThat(act(callers, "Basic YTpi")).startsWith("UNAUTHENTICATED");
    }

    @Test
    void aVerifiedUserIsVouchedFor() {
        Callers callers = callers(AuthMode.OIDC);
        assertThat(act(callers, "oidc.x.good")).isEqualTo("own " + ANN);
        assertThat(act(callers, "oidc.x.bad")).startsWith("UNAUTHENTICATED: the token is not good");
        assertThat(act(callers, "abc")).startsWith("UNAUTHENTICATED");
        assertThat(act(callers, "")).contains("a token is one of the issuer https://id.example.org");
    }

    @Test
    void theIssuerThatATokenNamesDecidesWhoJudgesIt() {
        Callers callers = callers(AuthMode.CLIENT, AuthMode.OIDC);
        assertThat(act(callers, "oidc.x.good")).isEqualTo("own " + ANN);
        assertThat(act(callers, "oidc.x.bad")).startsWith("UNAUTHENTICATED");
        assertThat(act(callers, "abc")).isEqualTo("anonymous bearer abc");
        assertThat(act(callers, "")).contains("kubectl create token", "or one of the issuer");
    }

    /** A bad token is never as good as none. */
    @Test
    void onlyWhoHasNoTokenActsAsTheServer() {
        for (Callers callers : List.of(
                callers(AuthMode.SERVER, AuthMode.CLIENT),
                callers(AuthMode.SERVER, AuthMode.OIDC),
                callers(AuthMode.SERVER, AuthMode.CLIENT, AuthMode.OIDC))) {
            assertThat(act(callers, "")).isEqualTo("own " + ActingAs.ITSELF);
            assertThat(act(callers, "a b")).startsWith("UNAUTHENTICATED");
        }
        assertThat(act(callers(AuthMode.SERVER, AuthMode.CLIENT), "abc")).isEqualTo("anonymous bearer abc");
        assertThat(act(callers(AuthMode.SERVER, AuthMode.OIDC), "abc")).startsWith("UNAUTHENTICATED");
        assertThat(act(callers(AuthMode.SERVER, AuthMode.OIDC), "oidc.x.bad")).startsWith("UNAUTHENTICATED");
    }

    @Test
    void aServerThatAsksNobodyLooksAtNoToken() {
        Callers callers = callers(AuthMode.SERVER);
        assertThat(act(callers, "")).isEqualTo("own " + ActingAs.ITSELF);
        assertThat(act(callers, "abc")).isEqualTo("own " + ActingAs.ITSELF);
    }

    /** As Argo's server: workflow/creator. */
    @Test
    void whatIsMadeNamesWhoMadeIt() {
        act(callers(AuthMode.OIDC), "oidc.x.good");
        assertThat(own.all(WORKFLOWS).getLast().at("/metadata/labels").toString())
                .isEqualTo("{\"workflows.argoproj.io/creator\":\"oidc-ann\","
                        + "\"workflows.argoproj.io/creator-email\":\"ann.at.example.org\","
                        + "\"workflows.argoproj.io/creator-preferred-username\":\"annie\"}");
        String claims = "{\"sub\":\"system:serviceaccount:argo:" + "x".repeat(60) + "-robot\"}";
        act(
                callers(AuthMode.CLIENT),
                "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                        + ".x");
        assertThat(anonymous.all(WORKFLOWS).getLast().at("/metadata/labels").toString())
                .isEqualTo("{\"workflows.argoproj.io/creator\":\"" + "x".repeat(57) + "-robot\"}");
        act(callers(AuthMode.SERVER), "");
        assertThat(own.all(WORKFLOWS).getLast().at("/metadata/labels").isMissingNode())
                .isTrue();
    }

    @Test
    void whatIsOpenedIsClosed() {
        FakeVerifier verifier = new FakeVerifier();
        Callers.of(Set.of(AuthMode.OIDC), anonymous, own, verifier).close();
        assertThat(verifier.closed).isTrue();
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class, () -> Callers.of(Set.of(AuthMode.OIDC), anonymous, own, null)))
                .isNotNull();
    }
}
