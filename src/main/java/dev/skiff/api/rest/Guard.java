package dev.skiff.api.rest;

import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WebServer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * Who may ask. On this machine: whoever has the token, under a name of this machine (a page that has its own name resolve to 127.0.0.1
 * has none), and not from a page of somebody else. In a cluster: whoever has a token at all, for the API server to judge.
 */
final class Guard {
    static final String COOKIE = "skiff_token";
    private static final String BEARER = "bearer ";
    private static final String IMPERSONATION = "impersonate-";

    private final WebServer.Settings settings;
    private final boolean loopback;

    Guard(WebServer.Settings settings) {
        this.settings = settings;
        this.loopback = settings.isForThisMachine();
    }

    /** @throws ServiceException FORBIDDEN when the request comes by a way that a browser was tricked into */
    void checkWay(HttpServerRequest request) {
        String own = authority(request);
        String host = hostOf(own);
        if (loopback && !WebServer.Settings.isThisMachine(host)) {
            throw new ServiceException(
                    Why.FORBIDDEN,
                    "this server is only for this machine: ask localhost or 127.0.0.1, not '" + host + "'");
        }
        String origin = request.getHeader("Origin");
        if (origin == null || settings.origins().contains(origin)) {
            return;
        }
        String authority;
        try {
            authority = String.valueOf(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            authority = origin;
        }
        if (own.isEmpty() || !authority.equalsIgnoreCase(own)) {
            throw new ServiceException(
                    Why.FORBIDDEN,
                    "pages of " + origin + " may not ask this server; --access-control-allow-origin lets them");
        }
    }

    /** The server's name and port as the request has them; HTTP/2 has no header for it. */
    private static String authority(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return authority == null ? "" : authority.toString();
    }

    private static String hostOf(String header) {
        String host = header.toLowerCase(Locale.ROOT);
        return host.startsWith("[") ? host.replaceFirst("]:\\d+$", "]") : host.replaceFirst(":\\d+$", "");
    }

    /** @throws ServiceException UNAUTHENTICATED when a token is missing or wrong, INVALID when it asks to be taken for somebody else */
    Caller caller(HttpServerRequest request) {
        for (String header : request.headers().names()) {
            // it would go nowhere; but who sends it means it, and is not to act as another than he thinks
            if (header.toLowerCase(Locale.ROOT).startsWith(IMPERSONATION)) {
                throw new ServiceException(
                        Why.INVALID, "the header " + header + " is not taken here: everybody acts as himself");
            }
        }
        String token = token(request);
        if (settings.token().isEmpty()) {
            return new Caller(token);
        }
        if (token.isEmpty()) {
            throw new ServiceException(
                    Why.UNAUTHENTICATED,
                    "a token is missing: send 'Authorization: Bearer TOKEN', which the server has printed");
        }
        if (!isToken(token)) {
            throw new ServiceException(
                    Why.UNAUTHENTICATED, "the token is not this server's, which it printed when it started");
        }
        return new Caller(token);
    }

    /** Whether it is the one token of this server, if it has one; takes as long whatever was given. */
    boolean isToken(String given) {
        return !settings.token().isEmpty()
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), settings.token().getBytes(StandardCharsets.UTF_8));
    }

    private String token(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return authorization.substring(BEARER.length()).strip();
        }
        if (authorization != null && settings.token().isEmpty()) {
            return authorization; // of another scheme, and so no token: but who has it does not ask without any
        }
        Cookie cookie = request.getCookie(COOKIE);
        return cookie == null ? "" : cookie.getValue();
    }

    /** For pages of other hosts that may ask; empty for the rest. */
    String allowedOrigin(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null && settings.origins().contains(origin) ? origin : "";
    }
}
