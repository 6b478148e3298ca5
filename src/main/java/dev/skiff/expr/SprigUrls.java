package dev.skiff.expr;

import com.google.re2j.Pattern;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** sprig's functions on URLs, with the rules of Go's net/url. */
final class SprigUrls {

    static final List<Function> TABLE = List.of(
            Function.of("sprig.urlParse", 1, args -> parse(args, args.string(0))),
            Function.of("sprig.urlJoin", 1, args -> args.checked(join(args))));

    private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.\\-]*$");
    private static final Pattern USER = Pattern.compile("^[a-zA-Z0-9\\-._:~!$&'()*+,;=%@]*$");
    private static final Pattern HOST = Pattern.compile("^(\\[[^\\]]*\\]|[^:\\[\\]]*)(:[0-9]*)?$");
    private static final String UNRESERVED = "-_.~";
    private static final String IN_PATH = UNRESERVED + "$&+,/:;=@";
    private static final String IN_FRAGMENT = IN_PATH + "?!()*";
    private static final String IN_USER = UNRESERVED + "$&+,;=";
    private static final String IN_HOST = UNRESERVED + "!$&'()*+,;=:[]<>\"";

    private SprigUrls() {}

    private static Map<String, Object> parse(Arguments args, String url) throws ExprException {
        args.spend(url.length());
        if (url.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw invalid(args, url, "invalid control character in URL");
        }
        Map<String, Object> parts = new LinkedHashMap<>();
        for (String key : List.of("scheme", "host", "hostname", "path", "query", "opaque", "fragment", "userinfo")) {
            parts.put(key, "");
        }
        int hash = url.indexOf('#');
        String rest = hash < 0 ? url : url.substring(0, hash);
        parts.put("fragment", hash < 0 ? "" : unescape(args, url.substring(hash + 1)));
        rest = scheme(args, url, rest, parts);
        int question = rest.indexOf('?');
        if (question >= 0) {
            parts.put("query", rest.substring(question + 1));
            rest = rest.substring(0, question);
        }
        boolean hasScheme = !"".equals(parts.get("scheme"));
        if (!rest.startsWith("/")) {
            if (hasScheme) {
                parts.put("opaque", rest);
                return parts;
            }
            int colon = rest.indexOf(':');
            if (colon >= 0 && (rest.indexOf('/') < 0 || colon < rest.indexOf('/'))) {
                throw invalid(args, url, "first path segment in URL cannot contain colon");
            }
        }
        if (rest.startsWith("//") && (hasScheme || !rest.startsWith("///"))) {
            int end = rest.indexOf('/', 2);
            authority(args, url, rest.substring(2, end < 0 ? rest.length() : end), parts);
            rest = end < 0 ? "" : rest.substring(end);
        }
        parts.put("path", unescape(args, rest));
        return parts;
    }

    /** Returns what follows the scheme. */
    private static String scheme(Arguments args, String url, String rest, Map<String, Object> parts)
            throws ExprException {
        int colon = rest.indexOf(':');
        if (colon == 0) {
            throw invalid(args, url, "missing protocol scheme");
        }
        if (colon < 0 || !SCHEME.matcher(rest.substring(0, colon)).find()) {
            boolean digitFirst = colon > 0 && !Character.isLetter(rest.charAt(0));
            boolean letters = colon > 0
                    && rest.substring(0, colon)
                            .chars()
                            .allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0);
            if (colon > 0 && letters && !digitFirst) {
                throw invalid(args, url, "invalid scheme");
            }
            return rest;
        }
        parts.put("scheme", rest.substring(0, colon).toLowerCase(Locale.ROOT));
        return rest.substring(colon + 1);
    }

    private static void authority(Arguments args, String url, String authority, Map<String, Object> parts)
            throws ExprException {
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            parts.put("userinfo", user(args, url, authority.substring(0, at)));
        }
        String host = authority.substring(at + 1);
        if (host.indexOf(' ') >= 0 || !HOST.matcher(host).find()) {
            throw invalid(args, url, "invalid host or port in " + StringEscapes.quote(host));
        }
        String decoded = unescape(args, host);
        parts.put("host", decoded);
        int port = decoded.lastIndexOf(':');
        boolean hasPort = port >= 0 && port > decoded.lastIndexOf(']');
        String name = hasPort ? decoded.substring(0, port) : decoded;
        parts.put("hostname", name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name);
    }

    /** Name and password, each escaped where it must be. */
    private static String user(Arguments args, String url, String userinfo) throws ExprException {
        if (!USER.matcher(userinfo).find()) {
            throw invalid(args, url, "net/url: invalid userinfo");
        }
        int colon = userinfo.indexOf(':');
        String name = escape(unescape(args, colon < 0 ? userinfo : userinfo.substring(0, colon)), IN_USER);
        return colon < 0 ? name : name + ":" + escape(unescape(args, userinfo.substring(colon + 1)), IN_USER);
    }

    private static String join(Arguments args) throws ExprException {
        String scheme = part(args, "scheme");
        String host = part(args, "host");
        String path = part(args, "path");
        String query = part(args, "query");
        String opaque = part(args, "opaque");
        String fragment = part(args, "fragment");
        String given = part(args, "userinfo");
        String user = given.isEmpty() ? null : user(args, given, given);
        StringBuilder out = new StringBuilder(scheme.isEmpty() ? "" : scheme + ":");
        if (!opaque.isEmpty()) {
            out.append(opaque);
        } else {
            location(out, scheme, user, host, path);
        }
        out.append(query.isEmpty() ? "" : "?" + query);
        return out.append(fragment.isEmpty() ? "" : "#" + escape(fragment, IN_FRAGMENT))
                .toString();
    }

    private static void location(StringBuilder out, String scheme, @Nullable String user, String host, String path) {
        boolean hasAuthority = !host.isEmpty() || user != null;
        if (hasAuthority || !scheme.isEmpty() && !path.isEmpty()) {
            out.append("//").append(user == null ? "" : user + "@").append(escape(host, IN_HOST));
        }
        String escaped = path.equals("*") ? path : escape(path, IN_PATH);
        if (!escaped.isEmpty() && !escaped.startsWith("/") && !host.isEmpty()) {
            out.append('/');
        }
        int slash = escaped.indexOf('/');
        boolean colonFirst =
                escaped.substring(0, slash < 0 ? escaped.length() : slash).contains(":");
        out.append(out.isEmpty() && colonFirst ? "./" : "").append(escaped);
    }

    private static String part(Arguments args, String key) throws ExprException {
        Object value = args.map(0).containsKey(key) ? Values.of(args.map(0).get(key)) : "";
        if (value instanceof String text) {
            return text;
        }
        throw args.error(
                "unable to parse " + key + " key, must be of type string, but " + GoTypes.name(value) + " found");
    }

    private static ExprException invalid(Arguments args, String url, String why) {
        return args.error("unable to parse url: parse " + StringEscapes.quote(url) + ": " + why);
    }

    private static String escape(String text, String keep) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || keep.indexOf(c) >= 0);
            out.append(plain ? "" + c : String.format("%%%02X", (int) c));
        }
        return out.toString();
    }

    private static String unescape(Arguments args, String text) throws ExprException {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out.put(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw args.error("unable to parse url: invalid URL escape in " + StringEscapes.quote(text));
            }
            out.put((byte) (high * 16 + low));
            i += 2;
        }
        return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    }
}
