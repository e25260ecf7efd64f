#include "http/callbacks.hpp"

#include <unistd.h>

#include "http/easy.hpp"
#include "http/hop.hpp"
#include "http/sockets.hpp"

namespace aiorun::http::callbacks {
namespace {

Hop& hop_of(void* user) {
    return *static_cast<Easy*>(user)->hop();
}

}  // namespace

size_t header(char* data, size_t size, size_t count, void* user) {
    return hop_of(user).on_header({data, size * count}) ? size * count : 0;
}

size_t write(char* data, size_t size, size_t count, void* user) {
    switch (hop_of(user).on_write({data, size * count})) {
        case Hop::Flow::go_on:
            return size * count;
        case Hop::Flow::pause:
            return CURL_WRITEFUNC_PAUSE;
        case Hop::Flow::stop:
            break;
    }
    return size * count == 0 ? 1 : 0;  // anything but the length is an error to libcurl
}

size_t read(char* buffer, size_t size, size_t count, void* user) {
    ssize_t length = ::read(hop_of(user).upload(), buffer, size * count);
    return length < 0 ? CURL_READFUNC_ABORT : static_cast<size_t>(length);
}

int seek(void* user, curl_off_t offset, int origin) {
    return lseek(hop_of(user).upload(), offset, origin) < 0 ? CURL_SEEKFUNC_FAIL : CURL_SEEKFUNC_OK;
}

curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
    return hop_of(user).open_socket(*address);
}

int close_socket(void* sockets, curl_socket_t descriptor) {
    static_cast<Sockets*>(sockets)->closed(descriptor);
    return close(descriptor);
}

int before_request(void* user, char* remote_address, char*, int, int) {
    return hop_of(user).before_request(remote_address) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

}  // namespace aiorun::http::callbacks
