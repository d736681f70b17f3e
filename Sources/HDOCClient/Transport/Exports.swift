// The transport is a module of its own, because the functions of the deployed backend use it without the client. Programs that
// import HDOCClient need no second import.
@_exported import HTTPTransport
