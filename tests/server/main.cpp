// test_server [--port N] [--unix PATH] [--port-file PATH]: prints its port on the first line and serves until
// killed.
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "tests/server/server.hpp"

int main(int argument_count, char** arguments) {
    using aiorun::test_server::Server;
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that dies takes its server along
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);

    Server server;
    int port = 0;
    std::string port_file;
    for (int i = 1; i + 1 < argument_count; i += 2) {
        std::string_view option = arguments[i];
        if (option == "--port") {
            port = std::atoi(arguments[i + 1]);
        } else if (option == "--port-file") {
            port_file = arguments[i + 1];
        } else if (option == "--unix" && !server.listen_unix(arguments[i + 1])) {
            std::perror("test_server: cannot listen on the unix socket");
            return 1;
        }
    }
    int actual = server.listen_tcp(static_cast<uint16_t>(port));
    if (actual == 0) {
        std::perror("test_server: cannot listen");
        return 1;
    }
    if (!port_file.empty()) {
        std::ofstream(port_file) << actual << '\n';
    }
    std::printf("%d\n", actual);
    std::fflush(stdout);
    server.run();
}
