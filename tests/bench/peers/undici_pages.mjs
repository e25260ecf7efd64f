// undici_pages.mjs MODULES URL COUNT IN_FLIGHT: as workloads/pages.yaml, with undici's request() and a pool.
import { createRequire } from "node:module";

const [modules, address, count, inFlight] = process.argv.slice(2);
const { Pool } = createRequire(`${modules}/`)("undici");
const url = new URL(address);
const pool = new Pool(url.origin, { connections: Number(inFlight) });

let left = Number(count);
let total = 0;
async function worker() {
    while (left > 0) {
        left -= 1;
        const { body } = await pool.request({ path: url.pathname, method: "GET" });
        total += (await body.arrayBuffer()).byteLength;
    }
}
await Promise.all(Array.from({ length: Number(inFlight) }, worker));
await pool.close();
console.log(`${total} bytes`);
