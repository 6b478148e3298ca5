package dev.skiff.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An element of what S3 and STS answer: elements with text, whose attributes and namespaces do not matter. A reader of XML that knows
 * no document types and no entities of their own has nothing to be attacked by, and weighs little in a native executable.
 *
 * @param name without its namespace's prefix
 * @param text its own, without that of the elements in it
 */
record XmlAnswer(String name, String text, List<XmlAnswer> children) {
    /** A page of a listing has 1,000 keys of at most 1,024 bytes, each of which may be sent as three. */
    private static final int MAX_BYTES = 8 << 20;

    private static final int MAX_DEPTH = 32;

    /** @throws IOException when it is none, or too large */
    static XmlAnswer read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("the answer is larger than " + Limits.size(MAX_BYTES));
        }
        return parse(new String(bytes, StandardCharsets.UTF_8));
    }

    static XmlAnswer parse(String text) throws IOException {
        return new Parser(text).document();
    }

    /** The text of the first element of this name, wherever it is in this one. */
    Optional<String> first(String wanted) {
        for (XmlAnswer child : children) {
            if (child.name.equals(wanted)) {
                return Optional.of(child.text);
            }
            Optional<String> below = child.first(wanted);
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }

    /** The elements of this name right in this one. */
    List<XmlAnswer> all(String wanted) {
        return children.stream().filter(c -> c.name.equals(wanted)).toList();
    }

    private static final class Parser {
        private final String xml;
        private int at;

        Parser(String xml) {
            this.xml = xml;
        }

        XmlAnswer document() throws IOException {
            while (true) {
                int start = xml.indexOf('<', at);
                if (start < 0) {
                    throw new IOException("the answer is no XML");
                }
                at = start;
                if (!skipped()) {
                    return element(0);
                }
            }
        }

        /** Passes a comment or an instruction. */
        private boolean skipped() throws IOException {
            if (xml.startsWith("<?", at)) {
                pass("?>");
            } else if (xml.startsWith("<!--", at)) {
                pass("-->");
            } else {
                return false;
            }
            return true;
        }

        private String pass(String end) throws IOException {
            int to = xml.indexOf(end, at);
            if (to < 0) {
                throw new IOException("the answer is cut off: its XML has no '" + end + "'");
            }
            String passed = xml.substring(at, to);
            at = to + end.length();
            return passed;
        }

        private XmlAnswer element(int depth) throws IOException {
            if (depth > MAX_DEPTH || xml.startsWith("<!", at)) {
                throw new IOException("the answer's XML has what no answer of S3 has");
            }
            at++;
            String tag = tag();
            boolean empty = tag.endsWith("/");
            String name = name(empty ? tag.substring(0, tag.length() - 1) : tag);
            StringBuilder text = new StringBuilder();
            List<XmlAnswer> children = new ArrayList<>();
            while (!empty) {
                text.append(plain(upToTag()));
                if (xml.startsWith("</", at)) {
                    at += 2;
                    String end = name(pass(">"));
                    if (!end.equals(name)) {
                        throw new IOException("the answer's XML ends '" + name + "' with '" + end + "'");
                    }
                    break;
                } else if (xml.startsWith("<![CDATA[", at)) {
                    at += 9;
                    text.append(pass("]]>"));
                } else if (!skipped()) {
                    children.add(element(depth + 1));
                }
            }
            return new XmlAnswer(name, text.toString(), children);
        }

        /** What is between the brackets; a value in quotes may have a bracket. */
        private String tag() throws IOException {
            int start = at;
            char quote = 0;
            for (; at < xml.length(); at++) {
                char c = xml.charAt(at);
                if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == '>') {
                    return xml.substring(start, at++);
                }
            }
            throw new IOException("the answer is cut off in the middle of its XML");
        }

        private String upToTag() throws IOException {
            int to = xml.indexOf('<', at);
            if (to < 0) {
                throw new IOException("the answer is cut off in the middle of its XML");
            }
            String text = xml.substring(at, to);
            at = to;
            return text;
        }

        private static String name(String tag) {
            String name = tag.strip().split("\\s", 2)[0];
            return name.substring(name.indexOf(':') + 1);
        }

        private static String plain(String text) throws IOException {
            if (text.indexOf('&') < 0) {
                return text;
            }
            StringBuilder plain = new StringBuilder(text.length());
            int from = 0;
            for (int and = text.indexOf('&'); and >= 0; and = text.indexOf('&', from)) {
                int end = text.indexOf(';', and);
                if (end < 0) {
                    throw new IOException("the answer's XML has an '&' that begins nothing");
                }
                plain.append(text, from, and);
                character(text.substring(and + 1, end), plain);
                from = end + 1;
            }
            return plain.append(text, from, text.length()).toString();
        }

        private static void character(String entity, StringBuilder to) throws IOException {
            switch (entity) {
                case "amp" -> to.append('&');
                case "lt" -> to.append('<');
                case "gt" -> to.append('>');
                case "quot" -> to.append('"');
                case "apos" -> to.append('\'');
                default -> {
                    boolean hexadecimal = entity.startsWith("#x");
                    try {
                        if (!entity.startsWith("#")) {
                            throw new NumberFormatException();
                        }
                        to.appendCodePoint(
                                Integer.parseInt(entity.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10));
                    } catch (IllegalArgumentException e) {
                        throw new IOException("the answer's XML has the unknown entity '&" + entity + ";'", e);
                    }
                }
            }
        }
    }
}
