package dev.skiff.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The fields of a request in their order. A value may come from a Secret: it is in no message and in no text form of this. */
final class Headers {
    /** Token characters of RFC 9110 beside letters and digits. */
    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    private record Field(String name, String value) {}

    private final List<Field> fields = new ArrayList<>();

    /** Checks as Go's client does before it sends anything. */
    void add(String name, String value, String failed) throws RequestFailed {
        if (!isToken(name)) {
            throw new RequestFailed(failed + "net/http: invalid header field name " + GoUrl.quote(name));
        }
        if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)) {
            throw new RequestFailed(failed + "net/http: invalid header field value for " + GoUrl.quote(name));
        }
        if (value.chars().anyMatch(c -> c > 0x7f)) {
            throw new RequestFailed(failed + "the value of header " + GoUrl.quote(name)
                    + " has a character that is not ASCII, which skiff does not send");
        }
        fields.add(new Field(name, value.strip()));
    }

    static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || TOKEN.indexOf(c) >= 0));
    }

    boolean has(String name) {
        return fields.stream().anyMatch(f -> f.name.equalsIgnoreCase(name));
    }

    void remove(String name) {
        fields.removeIf(f -> f.name.equalsIgnoreCase(name));
    }

    interface Reader {
        void field(String name, String value);
    }

    void each(Reader reader) {
        fields.forEach(f -> reader.field(f.name, f.value));
    }

    /** Names as Go has them in {@code response.headers}: {@code Content-Type}. */
    static Map<String, List<String>> canonical(Map<String, List<String>> received) {
        Map<String, List<String>> canonical = new LinkedHashMap<>();
        received.forEach((name, values) -> {
            String key = canonical(name);
            if (!name.startsWith(":") && !key.equals("Transfer-Encoding")) {
                canonical.computeIfAbsent(key, k -> new ArrayList<>()).addAll(values);
            }
        });
        return canonical;
    }

    private static String canonical(String name) {
        if (!isToken(name)) {
            return name;
        }
        StringBuilder out = new StringBuilder(name.toLowerCase(Locale.ROOT));
        for (int i = 0; i < out.length(); i++) {
            if (i == 0 || out.charAt(i - 1) == '-') {
                out.setCharAt(i, Character.toUpperCase(out.charAt(i)));
            }
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return fields.stream().map(Field::name).toList().toString();
    }
}
