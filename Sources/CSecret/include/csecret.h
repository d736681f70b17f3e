// The desktop's keyring through libsecret, which is loaded at run time: nothing here links to libsecret or needs its
// headers. hdoc stores one secret for each account (a stage's name) under the schema "org.100daysofcloud.hdoc".
//
// Every function may be called from any thread. Each call ends within its time limit: after that many milliseconds the
// request is cancelled, and the call returns HDOC_SECRET_TIMED_OUT.
#ifndef HDOC_CSECRET_H
#define HDOC_CSECRET_H

#include <stdbool.h>

typedef enum {
    /// The request was carried out.
    HDOC_SECRET_OK,
    /// Only from hdoc_secret_lookup: the keyring holds no secret for this account.
    HDOC_SECRET_NOT_FOUND,
    /// The keyring reported an error; the message says which.
    HDOC_SECRET_FAILED,
    /// The keyring did not answer within the time limit.
    HDOC_SECRET_TIMED_OUT,
} hdoc_secret_status;

/// Loads libsecret on the first call; it stays loaded until the process ends.
/// False if libsecret is not installed or does not have a required function. All requests then return HDOC_SECRET_FAILED.
bool hdoc_secret_available(void);

/// Stores the secret of an account, or replaces it. `label` is the name that keyring programs show to users.
///
/// In all three functions, `message`, unless it is NULL, receives the keyring's error message, or NULL if there is none. Free it with
/// hdoc_secret_free_message.
hdoc_secret_status hdoc_secret_store(
    const char *account, const char *label, const char *secret, int milliseconds, char **message);

/// Looks up the secret of an account. On HDOC_SECRET_OK, `*secret` points to it; free it with hdoc_secret_free, which also overwrites
/// its memory. On any other status, `*secret` is NULL.
hdoc_secret_status hdoc_secret_lookup(const char *account, char **secret, int milliseconds, char **message);

/// Removes the secret of an account. Also succeeds if there is none.
hdoc_secret_status hdoc_secret_clear(const char *account, int milliseconds, char **message);

void hdoc_secret_free(char *secret);
void hdoc_secret_free_message(char *message);

#endif
