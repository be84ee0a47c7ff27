// The answers of bench/shop.py in SQL: node bench/shop_sql.mjs code-or-link|journeys THREADS ORDERS.csv [TOUCHES.csv]
// Prints one JSON array of rows. DuckDB comes from the package registry: see bench/README.md.
import {createRequire} from 'node:module';

const require = createRequire(process.env.BENCH_NODE_MODULES + '/');
const {DuckDBInstance} = require('@duckdb/node-api');
const [what, threads, orders, touches] = process.argv.slice(2);
const database = await DuckDBInstance.create(':memory:', {threads});
const connection = await database.connect();

const channel = (content, source, medium) =>
  `CASE WHEN ${content} LIKE 'creator_%' THEN ${content} WHEN ${source} <> '' THEN ${source} || ' / ' || ${medium} ELSE 'direct' END`;
const parameter = name => `regexp_extract(landing_url, '[?&]utm_${name}=([^&#]*)', 1)`;
const orderColumns = `{order_id: 'VARCHAR', ordered_at: 'TIMESTAMP', customer_key: 'VARCHAR', currency: 'VARCHAR',
  subtotal: 'DECIMAL(12,2)', discounts: 'DECIMAL(12,2)', codes: 'VARCHAR', landing_url: 'VARCHAR'}`;
const touchColumns = `{touched_at: 'TIMESTAMP', customer_key: 'VARCHAR', utm_source: 'VARCHAR', utm_medium: 'VARCHAR',
  utm_campaign: 'VARCHAR', utm_content: 'VARCHAR'}`;
const read = (path, columns) => `read_csv('${path}', header = true, auto_detect = false, nullstr = '\\N', columns = ${columns})`;

const answers = {
  'code-or-link': [
    `CREATE TABLE creators AS SELECT 'creator_' || i AS handle, 'CODE' || i AS code FROM range(1000) r(i)`,
    `SELECT coalesce(c.handle, l.handle) AS creator, count(*)::INTEGER AS orders, sum(subtotal - discounts)::VARCHAR AS revenue
     FROM ${read(orders, orderColumns)} o
     LEFT JOIN creators c ON c.code = o.codes
     LEFT JOIN creators l ON l.handle = ${parameter('content')}
     GROUP BY 1`,
  ],
  journeys: [
    `CREATE TABLE o AS SELECT order_id, ordered_at, customer_key, (subtotal - discounts)::DECIMAL(12,2) AS net,
       ${channel(parameter('content'), parameter('source'), parameter('medium'))} AS own FROM ${read(orders, orderColumns)}`,
    `CREATE TABLE t AS SELECT touched_at, customer_key, ${channel('utm_content', 'utm_source', 'utm_medium')} AS channel
     FROM ${read(touches, touchColumns)}`,
    `WITH j AS (
       SELECT o.net, t.channel, row_number() OVER (w ORDER BY t.touched_at, t.rowid) AS i, count(*) OVER w AS n
       FROM o JOIN t USING (customer_key)
       WHERE t.touched_at BETWEEN o.ordered_at - INTERVAL 30 DAY AND o.ordered_at
       WINDOW w AS (PARTITION BY o.order_id)
       UNION ALL
       SELECT net, own, 1, 1 FROM o ANTI JOIN t USING (customer_key))
     SELECT channel AS creator, sum(net) FILTER (i = n)::VARCHAR AS last_touch, sum(net) FILTER (i = 1)::VARCHAR AS first_touch,
       sum(net::DOUBLE / n) AS linear,
       sum(net::DOUBLE * CASE WHEN n = 1 THEN 1 WHEN n = 2 THEN .5 WHEN i = 1 OR i = n THEN .4 ELSE .2 / (n - 2) END) AS position_based
     FROM j GROUP BY 1`,
  ],
};
const statements = answers[what];
for (const statement of statements.slice(0, -1)) await connection.run(statement);
const reader = await connection.runAndReadAll(statements.at(-1));
console.log(JSON.stringify(reader.getRowObjectsJson()));
