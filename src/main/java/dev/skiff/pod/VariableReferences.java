package dev.skiff.pod;

import java.util.Map;

/** {@code $(NAME)} in commands, arguments and environment values, as a kubelet replaces it. */
public final class VariableReferences {

    private VariableReferences() {}

    /** {@code $$} is a dollar sign; a name that is not in {@code variables} stays as it is written, brackets included. */
    public static String expand(String text, Map<String, String> variables) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean last = at + 1 == text.length();
            if (c != '$' || last) {
                out.append(c);
                at++;
            } else if (text.charAt(at + 1) == '$') {
                out.append('$');
                at += 2;
            } else {
                at = reference(text, at, variables, out);
            }
        }
        return out.toString();
    }

    /** Appends what begins with the dollar sign at {@code at}; returns where to go on. */
    private static int reference(String text, int at, Map<String, String> variables, StringBuilder out) {
        int end = text.charAt(at + 1) == '(' ? text.indexOf(')', at) : -1;
        if (end < 0) {
            out.append(text, at, at + 2);
            return at + 2;
        }
        String value = variables.get(text.substring(at + 2, end));
        out.append(value == null ? text.substring(at, end + 1) : value);
        return end + 1;
    }
}
