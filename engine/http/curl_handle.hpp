// Owners of libcurl's C handles.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>
#include <utility>

namespace aiorun::http {

template <auto release>
struct Releaser {
    template <class T>
    void operator()(T* handle) const noexcept {
        release(handle);
    }
};

using EasyOwner = std::unique_ptr<CURL, Releaser<curl_easy_cleanup>>;
using MultiOwner = std::unique_ptr<CURLM, Releaser<curl_multi_cleanup>>;
using ShareOwner = std::unique_ptr<CURLSH, Releaser<curl_share_cleanup>>;
using UrlOwner = std::unique_ptr<CURLU, Releaser<curl_url_cleanup>>;
using MimeOwner = std::unique_ptr<curl_mime, Releaser<curl_mime_free>>;

/// A list of header lines.
class StringList {
  public:
    StringList() = default;
    StringList(const StringList&) = delete;
    StringList& operator=(const StringList&) = delete;
    ~StringList() { clear(); }

    void append(const std::string& line) {
        if (curl_slist* longer = curl_slist_append(list_, line.c_str())) {
            list_ = longer;
        }
    }
    void clear() noexcept { curl_slist_free_all(std::exchange(list_, nullptr)); }
    [[nodiscard]] curl_slist* get() const noexcept { return list_; }

  private:
    curl_slist* list_ = nullptr;
};

}  // namespace aiorun::http
