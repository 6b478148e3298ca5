package dev.skiff.expr;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Adler32;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** sprig's functions that digest and decrypt. */
final class SprigDigests {

    private static final int BLOCK = 16;
    private static final int KEY = 32;

    static final List<Function> TABLE = List.of(
            Function.of("sprig.sha1sum", 1, args -> digest("SHA-1", args)),
            Function.of("sprig.sha256sum", 1, args -> digest("SHA-256", args)),
            Function.of("sprig.sha512sum", 1, args -> digest("SHA-512", args)),
            Function.of("sprig.adler32sum", 1, SprigDigests::adler),
            Function.of("sprig.b32enc", 1, args -> args.checked(Base32.encode(args.string(0)))),
            Function.of("sprig.b32dec", 1, args -> args.checked(Base32.decode(args.string(0)))),
            Function.of("sprig.decryptAES", 2, SprigDigests::decrypt));

    private SprigDigests() {}

    private static byte[] bytes(Arguments args) throws ExprException {
        args.checkLength(args.string(0).length());
        return args.string(0).getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(String algorithm, Arguments args) throws ExprException {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm).digest(bytes(args));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    private static String adler(Arguments args) throws ExprException {
        Adler32 sum = new Adler32();
        sum.update(bytes(args));
        return Long.toString(sum.getValue());
    }

    /** What sprig's encryptAES made: base64 of the initialisation vector and AES-256-CBC with PKCS #7 padding. */
    private static String decrypt(Arguments args) throws ExprException {
        String text = args.string(1);
        if (text.isEmpty()) {
            return "";
        }
        try {
            byte[] data = Base64.getDecoder().decode(text.replace("\n", ""));
            if (data.length < 2 * BLOCK) {
                throw args.error("the text is too short to have been encrypted by encryptAES");
            }
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            SecretKeySpec key = new SecretKeySpec(Arrays.copyOf(bytes(args), KEY), "AES");
            cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(data, 0, BLOCK));
            byte[] plain = cipher.doFinal(data, BLOCK, data.length - BLOCK);
            return args.checked(new String(plain, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            throw args.error("the text cannot be decrypted with this password");
        }
    }
}
