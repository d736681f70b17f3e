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
/// False where it is not installed or lacks a function that is needed. Every other function fails then.
bool hdoc_secret_available(void);

/// Stores a secret, or replaces the one that is there. `label` is what keyring programs show to a person.
///
/// In all three functions `message`, where it is not NULL, receives the keyring's own error message, or NULL where there is
/// none. Free it with hdoc_secret_free_message.
hdoc_secret_status hdoc_secret_store(
    const char *account, const char *label, const char *secret, int milliseconds, char **message);

/// Looks a secret up. On HDOC_SECRET_OK `*secret` holds it: free it with hdoc_secret_free, which also overwrites it.
/// On any other status `*secret` is NULL.
hdoc_secret_status hdoc_secret_lookup(const char *account, char **secret, int milliseconds, char **message);

/// Removes a secret. Succeeds too where there is none.
hdoc_secret_status hdoc_secret_clear(const char *account, int milliseconds, char **message);

void hdoc_secret_free(char *secret);
void hdoc_secret_free_message(char *message);

#endif
