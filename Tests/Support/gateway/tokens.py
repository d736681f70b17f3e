"""The Cognito authorizer of a REST API without scopes: it accepts ID tokens of one user pool and client."""
import jwt


class Invalid(Exception):
    """No token, or one that is not valid here."""


class Expired(Exception):
    """A token that was valid."""


class Authorizer:
    def __init__(self, issuer, client_id):
        self.issuer, self.client_id = issuer, client_id
        self._keys = jwt.PyJWKClient(issuer + "/.well-known/jwks.json", cache_keys=True, lifespan=86_400)

    def claims(self, header):
        """The claims of the token in an `Authorization` header, with or without `Bearer`."""
        token = (header or "").removeprefix("Bearer ").strip()
        try:
            claims = jwt.decode(
                token, self._keys.get_signing_key_from_jwt(token).key, algorithms=["RS256"], audience=self.client_id,
                issuer=self.issuer, options={"require": ["exp", "iat", "sub", "token_use"]})
        except jwt.ExpiredSignatureError as error:
            raise Expired from error
        except jwt.PyJWTError as error:
            raise Invalid from error
        if claims["token_use"] != "id":
            raise Invalid
        return claims
