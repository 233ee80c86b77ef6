package dev.gatehouse.auth.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** An RSA key that signs access tokens (RS256), with its id: the RFC 7638 thumbprint. Immutable. */
public final class SigningKey {
    public static final String ALGORITHM = "RS256";

    private static final int BITS = 2048;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final RSAPrivateCrtKey privateKey;
    private final RSAPublicKey publicKey;
    private final String kid;

    private SigningKey(RSAPrivateCrtKey privateKey) throws GeneralSecurityException {
        this.privateKey = privateKey;
        this.publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent()));
        this.kid = thumbprint();
    }

    static SigningKey generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS, random);
            return new SigningKey((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot make RSA keys", e);
        }
    }

    /** The key of a PKCS #8 encoding. */
    static SigningKey decode(byte[] pkcs8) {
        try {
            return new SigningKey(
                    (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not an RSA private key", e);
        }
    }

    /** The PKCS #8 encoding of the private key. */
    byte[] encoded() {
        return privateKey.getEncoded();
    }

    public String kid() {
        return kid;
    }

    public RSAPrivateCrtKey privateKey() {
        return privateKey;
    }

    public RSAPublicKey publicKey() {
        return publicKey;
    }

    /** The modulus as a JWK writes it (RFC 7518, section 6.3.1.1). */
    public String modulus() {
        return base64Url(publicKey.getModulus());
    }

    /** The public exponent as a JWK writes it. */
    public String exponent() {
        return base64Url(publicKey.getPublicExponent());
    }

    @Override
    public String toString() {
        return "SigningKey[" + kid + "]";
    }

    /** RFC 7638, section 3: the required members only, in lexicographic order, without white space. */
    private String thumbprint() throws GeneralSecurityException {
        String members = "{\"e\":\"" + exponent() + "\",\"kty\":\"RSA\",\"n\":\"" + modulus() + "\"}";
        return BASE64URL.encodeToString(
                MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64Url(BigInteger unsigned) {
        byte[] bytes = unsigned.toByteArray();
        return BASE64URL.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
