// floor_yaml_events FILE: reads a YAML file by yaml-cpp's events and counts them. What reading costs with nothing made of it.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/parser.h>

#include <cstdio>
#include <fstream>

namespace {

class Counter final : public YAML::EventHandler {
  public:
    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override { ++count_; }
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override { ++count_; }
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override { ++count_; }
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
        ++count_;
    }
    void OnSequenceEnd() override { ++count_; }
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
        ++count_;
    }
    void OnMapEnd() override { ++count_; }
    [[nodiscard]] long count() const { return count_; }

  private:
    long count_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fprintf(stderr, "usage: floor_yaml_events FILE\n");
        return 2;
    }
    std::ifstream file(arguments[1]);
    YAML::Parser parser(file);
    Counter counter;
    while (parser.HandleNextDocument(counter)) {
    }
    std::printf("%ld events\n", counter.count());
}
