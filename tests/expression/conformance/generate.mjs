// Writes cases/*.json, one a file of the conformance suite, from the npm package @bufbuild/cel-spec (which holds the
// cases of google/cel-spec as data). Run it in a folder where that package is installed:
//     node generate.mjs FOLDER
// A case of which no part is a value of JSON kind is left out; left_out.json counts them by their reasons.
import { writeFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.cwd(), "x.js"));
const { tests } = await import(pathToFileURL(require.resolve("@bufbuild/cel-spec/testdata/conformance.js")));
const folder = process.argv[2];

const reasons = [
    [/Constant_BytesValue|bytesValue|\bbytes\b|(?<![\w"'])[bB][rR]?["']/, "bytes"],
    [/\b(ip|cidr|isIP|isCIDR|net)\b/, "network extension"],
    [/\bcel\.(block|index|iterVar|accuVar|@)/, "cel.block"],
    [/timestamp|duration|Timestamp|Duration/, "timestamps and durations"],
    [/TestAllTypes|google\.protobuf|(?<![\w.])[A-Za-z_][\w.]*\s*\{|objectValue|cel\.expr\.|proto\.|NestedEnum|GlobalEnum|enumValue|messageType|wrapper|NestedTestAllTypes/, "protobuf messages and enums"],
    [/Constant_Uint64Value|uint64Value|\buint\b|\d[uU]\b|UINT64/, "uint"],
];

function reasonToLeaveOut(file, test) {
    const o = test.original;
    const code = o.expr.replace(/"""[^]*?"""|'''[^]*?'''/g, '""').replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
    const text = code + ";" + JSON.stringify({ b: o.bindings, v: o.value, t: o.typeEnv }) + (test.ast ?? "").match(/Constant_\w+/g);
    if (["proto2", "proto2_ext", "proto3", "enums", "wrappers", "dynamic"].includes(file)) return "protobuf messages and enums";
    if (file === "network_ext") return "network extension";
    if (file === "block_ext") return "cel.block";
    for (const [pattern, reason] of reasons) if (pattern.test(text) || (reason === "bytes" && /(?<![\w"'.])[bB][rR]?["']/.test(o.expr))) return reason;
    if (o.container || Object.keys(o.bindings ?? {}).some((name) => name.includes("."))) return "qualified names of variables";
    if (o.typedResult && !o.typedResult.result) return "only the type that a checker finds";
    if (o.unknown || o.anyUnknowns) return "unknown values";
    return null;
}

// JSON has one kind of number: doubles are written with a point or an exponent, as the tests read them.
function encode(v) {
    if ("nullValue" in v) return "null";
    if ("boolValue" in v) return String(v.boolValue);
    if ("int64Value" in v) return String(v.int64Value);
    if ("stringValue" in v) return JSON.stringify(v.stringValue);
    if ("typeValue" in v) return `{"$type":${JSON.stringify(v.typeValue)}}`;
    if ("doubleValue" in v) {
        if (typeof v.doubleValue === "string") return `{"$double":${JSON.stringify(v.doubleValue)}}`;
        const text = Object.is(v.doubleValue, -0) ? "-0.0" : String(v.doubleValue);
        return /[.e]/.test(text) ? text : text + ".0";
    }
    if ("listValue" in v) return `[${(v.listValue.values ?? []).map(encode).join(",")}]`;
    if ("mapValue" in v) return `{"$map":[${(v.mapValue.entries ?? []).map((e) => `[${encode(e.key)},${encode(e.value)}]`).join(",")}]}`;
    throw new Error("cannot encode " + JSON.stringify(v));
}

function errorKind(message) {
    const kinds = [
        [/overload|unbound function/, "type"],
        [/divide by zero|modulus by zero|division by zero|^foo$/, "division"],
        [/overflow|range error|^range$|return error for overflow/, "overflow"],
        [/does not support field selection|no such key|no_such_field|no such field|no_such_key/i, "field"],
        [/invalid_argument|out of range|invalid substring range/, "index"],
        [/could not parse formatting clause/, "format"],
        [/error during formatting/, "type"],
        [/unknown var|undeclared|unknown variable/, "name"],
        [/conversion/, "conversion"],
        [/repeated key|duplicate/, "key"],
        [/unsupported key type/, "key"],
        [/none\(\) dereference/, "optional"],
        [/negative offset/, "argument"],
    ];
    const found = kinds.find(([pattern]) => pattern.test(message));
    if (!found) throw new Error("unknown error: " + message);
    return found[1];
}

const leftOut = {};
mkdirSync(join(folder, "cases"), { recursive: true });
for (const file of tests.suites) {
    const cases = [];
    const counts = {};
    for (const section of file.suites ?? []) {
        for (const test of section.tests) {
            const o = test.original;
            const reason = reasonToLeaveOut(file.name, test);
            if (reason) {
                counts[reason] = (counts[reason] ?? 0) + 1;
                continue;
            }
            let expected = `"value":${encode(o.value ?? o.typedResult?.result ?? { boolValue: true })}`;
            if (o.evalError) expected = `"error":"${errorKind(o.evalError.errors[0].message)}"`;
            const bindings = Object.entries(o.bindings ?? {}).map(([name, b]) => `${JSON.stringify(name)}:${encode(b.value)}`);
            cases.push(`{"name":${JSON.stringify(section.name + "/" + o.name)},"expr":${JSON.stringify(o.expr)},${expected}` +
                (bindings.length ? `,"bindings":{${bindings.join(",")}}` : "") + (o.disableCheck ? `,"check":false` : "") + "}");
        }
    }
    if (Object.keys(counts).length) leftOut[file.name] = counts;
    if (cases.length) writeFileSync(join(folder, "cases", file.name + ".json"), `[\n${cases.join(",\n")}\n]\n`);
}
writeFileSync(join(folder, "left_out.json"), JSON.stringify(leftOut, null, 1) + "\n");
