package dev.skiff.http;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An absolute URL as Go's client takes it: characters that need it are escaped, a password never shows in a message.
 *
 * @param text as it was written
 * @param scheme {@code http} or {@code https}
 * @param userInfo as written, escaped; null for none
 * @param uri without user and fragment
 */
record GoUrl(String text, String scheme, @Nullable String userInfo, URI uri) {
    private static final Pattern PARTS =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(\\?[^#]*)?(#.*)?", Pattern.DOTALL);
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2}).{0,2}", Pattern.DOTALL);
    private static final Pattern PASSWORD = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://[^/?#:@]*):[^/?#@]*@");
    private static final String ALLOWED = "-._~!$&'()*+,;=:@/?%[]";

    /**
     * Reads the text of a template.
     *
     * @param method for the message, as Go has it: {@code Get "ftp://x": …}
     */
    static GoUrl parse(String text, String method) throws RequestFailed {
        return parse(text, null, method);
    }

    /** Where a redirect leads: the text may be relative to this URL. */
    GoUrl resolve(String location, String method) throws RequestFailed {
        return parse(location, this, method);
    }

    private static GoUrl parse(String text, @Nullable GoUrl base, String method) throws RequestFailed {
        String shown = withoutPassword(text);
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new RequestFailed("parse " + quote(shown) + ": net/url: invalid control character in URL");
        }
        Matcher parts = PARTS.matcher(text);
        if (text.startsWith(":") || !parts.matches()) {
            throw new RequestFailed("parse " + quote(shown) + ": missing protocol scheme");
        }
        Matcher bad = BAD_ESCAPE.matcher(text);
        if (bad.find()) {
            throw new RequestFailed("parse " + quote(shown) + ": invalid URL escape " + quote(bad.group()));
        }
        String scheme = parts.group(1) == null ? "" : parts.group(1).toLowerCase(Locale.ROOT);
        String authority = parts.group(2);
        String rest = escaped(parts.group(3)) + (parts.group(4) == null ? "" : escaped(parts.group(4)));
        if (base != null && scheme.isEmpty()) {
            return relative(base, text, authority, rest, method);
        }
        return absolute(text, scheme, authority == null ? "" : authority, rest, method);
    }

    private static GoUrl relative(GoUrl base, String text, @Nullable String authority, String rest, String method)
            throws RequestFailed {
        if (authority != null) {
            return absolute(base.scheme + ":" + text, base.scheme, authority, rest, method);
        }
        // an empty reference keeps the path and the query (RFC 3986, 5.2.2), which java.net.URI does not
        URI target = rest.isEmpty()
                ? base.uri
                : base.uri.resolve(rest.startsWith("?") ? base.uri.getRawPath() + rest : rest);
        return new GoUrl(target.toString(), base.scheme, base.userInfo, target);
    }

    private static GoUrl absolute(String text, String scheme, String authority, String rest, String method)
            throws RequestFailed {
        String failed = operation(method) + " " + quote(withoutPassword(text)) + ": ";
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new RequestFailed(failed + "unsupported protocol scheme " + quote(scheme));
        }
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? null : escaped(authority.substring(0, at));
        String host = authority.substring(at + 1);
        if (host.isEmpty() || host.startsWith(":")) {
            throw new RequestFailed(failed + "http: no Host in request URL");
        }
        String path = rest.startsWith("/") ? rest : "/" + rest;
        try {
            return new GoUrl(text, scheme, user, new URI(scheme + "://" + ascii(host) + path));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new RequestFailed("parse " + quote(withoutPassword(text)) + ": invalid host " + quote(host));
        }
    }

    private static String ascii(String host) {
        String name = host.chars().allMatch(c -> c < 0x80) ? host : IDN.toASCII(host);
        URI check = URI.create("http://" + name);
        if (check.getHost() == null && !name.matches("[A-Za-z0-9._-]+(:\\d{1,5})?")) {
            throw new IllegalArgumentException(host);
        }
        return name;
    }

    private static String escaped(String part) {
        StringBuilder out = new StringBuilder(part.length());
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
        return out.toString();
    }

    /** The text with {@code ***} for a password. */
    String shown() {
        return withoutPassword(text);
    }

    private static String withoutPassword(String text) {
        return PASSWORD.matcher(text).replaceFirst("$1:***@");
    }

    /** The host without its port. */
    String host() {
        String host = uri.getHost();
        String authority = uri.getRawAuthority();
        return host != null ? host : authority.replaceFirst(":\\d+$", "");
    }

    /** {@code Get} for {@code GET}, as Go begins its messages. */
    static String operation(String method) {
        return method.isEmpty() ? "Get" : method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
    }

    static String quote(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
