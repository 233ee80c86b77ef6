import dev.gatehouse.client.ApiClient;
import dev.gatehouse.client.ApiException;
import dev.gatehouse.client.api.AuthApi;
import dev.gatehouse.client.model.AuthAccount;
import dev.gatehouse.client.model.AuthIssueToken;
import dev.gatehouse.client.model.AuthRegister;
import dev.gatehouse.client.model.AuthRegisteredAccount;
import dev.gatehouse.client.model.AuthTokenGrant;
import dev.gatehouse.client.model.ErrorBody;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** Registers, logs in and asks who it is, with a client that was generated from the gateway's own description. */
public final class RegisterLoginMe {
    private static final String PASSWORD = "a long walk by the sea";

    private RegisterLoginMe() {}

    /** @param arguments the gateway's URL */
    public static void main(String[] arguments) throws Exception {
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        String name = "generated-" + HexFormat.of().formatHex(random);
        ApiClient client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        AuthApi auth = new AuthApi(client);

        AuthRegister register =
                new AuthRegister().username(name).email(name + "@example.com").password(PASSWORD);
        AuthRegisteredAccount account = auth.authRegister(register).getData();
        require(account.getUsername().equals(name), "the account has another name: " + account);

        try {
            auth.authRegister(register);
            throw new AssertionError("an account was made twice");
        } catch (ApiException e) {
            ErrorBody error = ApiClient.createDefaultObjectMapper().readValue(e.getResponseBody(), ErrorBody.class);
            require(e.getCode() == 409 && error.getErrorCode().equals("auth.user_exists"), e.getResponseBody());
        }

        AuthTokenGrant grant = auth.authLogin(new AuthIssueToken().username(name).password(PASSWORD))
                .getData();
        require(grant.getAccountId().equals(account.getAccountId()), "the tokens are somebody else's");

        AuthAccount me = auth.authMe(Map.of("Authorization", "Bearer " + grant.getAccessToken()))
                .getData();
        require(me.getAccountId().equals(account.getAccountId()), "the gateway takes the token for somebody else's");
        require(me.getCreatedAt().isEqual(account.getCreatedAt()), "the account was made twice: " + me);
        System.out.println("registered, logged in, and known as " + me.getUsername());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
