package dev.skiff.artifact;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What a failure on the way to a server means, in words. */
final class Troubles {
    private Troubles() {}

    static String words(IOException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return switch (e) {
            case UnknownHostException unknown -> "no host is known by the name " + unknown.getMessage();
            case NoRouteToHostException _ -> "there is no way to the server: " + message;
            case SocketTimeoutException _ -> "the server does not answer: " + message;
            case SSLException _
            when message.contains("plaintext") || message.contains("Unsupported or unrecognized") ->
                "the server does not speak TLS; if it means to be asked by http, say insecure: true (" + message + ")";
            case SSLException _
            when message.contains("PKIX") ->
                "the server's certificate is signed by nobody whom this machine trusts; name its CA by caSecret ("
                        + message + ")";
            default -> message;
        };
    }
}
