package dev.skiff.kubernetes.client;

import dev.skiff.kubernetes.client.wire.WireFactory;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.ExecutorException;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;

/** Opens clients: from a kubeconfig, or as the pod that this process runs in. The cluster itself is not asked for anything yet. */
public final class Connections {
    /** How calls are made. */
    public enum Manner {
        /** For this process: over few connections, and again when they fail. */
        OWN,
        /**
         * For many others, with this process's identity: nothing is tried again, and each stream has a connection of its own, so that one
         * that is read slowly holds no other.
         */
        CALLERS
    }

    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    private Connections() {}

    /**
     * As kubectl finds its cluster: {@code KUBECONFIG}, else this pod's service account, else {@code ~/.kube/config}.
     *
     * @throws ExecutorException when there is none of them, or it cannot be read
     */
    public static KubernetesClient automatic(@Nullable String context, Map<String, String> environment, Path home) {
        return automatic(context, environment, home, Manner.OWN);
    }

    /** The same in a manner. */
    public static KubernetesClient automatic(
            @Nullable String context, Map<String, String> environment, Path home, Manner manner) {
        String named = environment.getOrDefault("KUBECONFIG", "").split(File.pathSeparator, -1)[0];
        if (!named.isEmpty()) {
            return of(new ClusterAccess(named, context), manner);
        }
        if (Files.isReadable(SERVICE_ACCOUNT) && environment.containsKey("KUBERNETES_SERVICE_HOST")) {
            Config inside = Config.autoConfigure(null);
            return client(in(inside, manner), null);
        }
        Path usual = home.resolve(".kube/config");
        if (Files.isReadable(usual)) {
            return of(new ClusterAccess(usual.toString(), context), manner);
        }
        throw new ExecutorException(
                "there is no cluster to speak to: KUBECONFIG is not set, this is no pod, and there is no " + usual
                        + "; give --kubeconfig FILE");
    }

    /** @throws ExecutorException when the file cannot be read, or has no such context */
    public static KubernetesClient of(ClusterAccess access) {
        return of(access, Manner.OWN);
    }

    /** The same in a manner. */
    public static KubernetesClient of(ClusterAccess access, Manner manner) {
        Config config;
        KeyManager @Nullable [] keys;
        try {
            config = Config.fromKubeconfig(access.context(), new File(access.kubeconfig()));
            keys = ClientKey.takenFrom(config);
        } catch (RuntimeException | IOException | GeneralSecurityException e) {
            throw new ExecutorException(
                    "--kubeconfig " + access.kubeconfig() + " cannot be read: " + e.getMessage(), e);
        }
        keepAsItIs(config);
        NamedContext context = config.getCurrentContext();
        if (access.context() != null && (context == null || !access.context().equals(context.getName()))) {
            throw new ExecutorException("--context " + access.context() + ": there is no such context in "
                    + access.kubeconfig() + "; it has "
                    + config.getContexts().stream().map(NamedContext::getName).toList());
        }
        return client(in(config, manner), keys);
    }

    private static Config in(Config config, Manner manner) {
        if (manner == Manner.CALLERS) {
            config.setHttp2Disable(true);
            config.setRequestRetryBackoffLimit(0);
        }
        return config;
    }

    /**
     * Who is known by a certificate alone has no token that could be another by now. Without this, fabric8 reads the whole file anew for each
     * request from the second minute on, to look for one.
     */
    private static void keepAsItIs(Config config) {
        boolean certified = config.getClientCertData() != null || config.getClientCertFile() != null;
        boolean named = config.getOauthToken() != null
                || config.getAutoOAuthToken() != null
                || config.getAuthProvider() != null
                || config.getUsername() != null;
        if (certified && !named) {
            config.setOauthTokenProvider(() -> "");
        }
    }

    /** The same server, for somebody else. @param token who it is */
    public static KubernetesClient with(KubernetesClient own, String token, String namespace) {
        Config known = own.getConfiguration();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(known.getMasterUrl())
                .withCaCertData(known.getCaCertData())
                .withCaCertFile(known.getCaCertFile())
                .withTrustCerts(known.isTrustCerts())
                .withDisableHostnameVerification(known.isDisableHostnameVerification())
                .withNamespace(namespace)
                .withOauthToken(token)
                .build();
        return client(config, null);
    }

    /**
     * The same server, for anybody: no call has an identity but the one that it says itself. Nothing is tried again, and each stream has a
     * connection of its own, so that one that is read slowly holds no other.
     */
    public static KubernetesClient anonymous(KubernetesClient own) {
        Config known = own.getConfiguration();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(known.getMasterUrl())
                .withCaCertData(known.getCaCertData())
                .withCaCertFile(known.getCaCertFile())
                .withTrustCerts(known.isTrustCerts())
                .withDisableHostnameVerification(known.isDisableHostnameVerification())
                .withHttpProxy(known.getHttpProxy())
                .withHttpsProxy(known.getHttpsProxy())
                .withNoProxy(known.getNoProxy())
                .withNamespace(own.getNamespace())
                .withHttp2Disable(true)
                .withRequestRetryBackoffLimit(0)
                .build();
        return client(config, null);
    }

    private static KubernetesClient client(Config config, KeyManager @Nullable [] keys) {
        HttpClient.Factory http = new WireFactory();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(keys == null ? http : new KeyedFactory(http, keys))
                .build();
    }

    /** Clients with a key that fabric8 cannot read. */
    private static final class KeyedFactory implements HttpClient.Factory {
        private final HttpClient.Factory plain;
        private final KeyManager[] keys;

        KeyedFactory(HttpClient.Factory plain, KeyManager[] keys) {
            this.plain = plain;
            this.keys = keys;
        }

        @Override
        public HttpClient.Builder newBuilder() {
            return plain.newBuilder();
        }

        @Override
        public HttpClient.Builder newBuilder(Config config) {
            HttpClient.Builder builder = plain.newBuilder(config);
            try {
                builder.sslContext(keys, SSLUtils.trustManagers(config));
            } catch (IOException | GeneralSecurityException e) {
                throw new ExecutorException("the cluster's certificate cannot be read: " + e.getMessage(), e);
            }
            return builder;
        }
    }
}
