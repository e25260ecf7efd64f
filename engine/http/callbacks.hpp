// The functions that libcurl calls; each hands over to the Hop that the easy handle serves. None calls
// libcurl.
#pragma once

#include <curl/curl.h>

#include <cstddef>

namespace aiorun::http::callbacks {

// `user` is an Easy, but for close_socket, which outlives transfers: there it is the Sockets.
size_t header(char* data, size_t size, size_t count, void* user);
size_t write(char* data, size_t size, size_t count, void* user);
size_t read(char* buffer, size_t size, size_t count, void* user);
int seek(void* user, curl_off_t offset, int origin);
curl_socket_t open_socket(void* user, curlsocktype purpose, curl_sockaddr* address);
int close_socket(void* sockets, curl_socket_t descriptor);
int before_request(void* user, char* remote_address, char* local_address, int remote_port, int local_port);

}  // namespace aiorun::http::callbacks
