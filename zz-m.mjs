import { globSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { transformWithOxc } from 'vite';
import { minifySync } from 'rolldown/utils';
const files=globSync('packages/engine/db/src/query/{expression,plan,operators,view}/*.ts');
const parts=[];
for(const f of files){const {code}=await transformWithOxc(readFileSync(f,'utf8'),f,{});let m=code;try{m=minifySync(f.replace('.ts','.js'),code,{compress:true,mangle:true}).code}catch(e){console.log(e.message)};m=m.replace(/import[^;]*;/g,'');parts.push([f,m]);}
const all=gzipSync(parts.map(p=>p[1]).join(''),{level:9}).length;
console.log(all);
const r=parts.map(([f,m],i)=>[all-gzipSync(parts.filter((_,j)=>j!==i).map(p=>p[1]).join(''),{level:9}).length,m.length,f.split('/').slice(-2).join('/')]).sort((a,b)=>b[0]-a[0]);
for(const x of r)console.log(x.join(' '));
